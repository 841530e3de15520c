package kelvin.exactness;

/** What a wrong sampler gets wrong. */
enum Fault {
    /** Nothing: the plain sampler is right. */
    NONE,
    /** The swap ratio has the wrong sign. */
    SWAP_SIGN,
    /** The swap ratio takes the likelihood's coefficients but forgets the prior's. */
    SWAP_FORGETS_PRIOR,
    /** The swap moves parameters but leaves the cached energies where they were. */
    ENERGIES_STAY,
    /** Every proposal is accepted. */
    NO_METROPOLIS,
    /** The proposal's asymmetry (or the kinetic energy, of either dynamics) is left out of the ratio. */
    NO_HASTINGS,
    /** All slots draw the same random numbers. */
    ONE_SEED,
    /** The step size follows the last acceptance for ever. */
    ADAPTS_FOR_EVER
}
