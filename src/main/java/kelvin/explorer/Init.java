package kelvin.explorer;

/** Where replicas start. */
public enum Init {
    /** Independent draws from the prior. */
    PRIOR,
    /** PyTorch's default for linear layers: uniform within 1 / sqrt(fan-in), likelihood parameters at their prior mean. */
    FAN_IN,
    /** From FAN_IN uphill in the tempered density of the replica's own slot, by {@link Ascent}. */
    MAP
}
