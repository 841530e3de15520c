package kelvin.bank;

/** How gradients of the log-likelihood are computed; energies are float32 terms in float64 sums whichever it is. */
public enum Gradient {
    /** As was measured to be fastest on the kind of device. */
    AUTO,
    /** In float32. */
    FP32,
    /**
     * On tensor cores, three bfloat16 products for one in float32, with errors of some 1e-5, which cost acceptance but
     * not exactness: positions and momenta are on a lattice, on which trajectories are reversible to the bit.
     */
    TENSOR
}
