package kelvin.tempering;

/** Whether temperatures move during the warm-up. */
public enum LadderTuning {
    /** They stay. */
    FIXED,
    /** After each round of the warm-up but the last they become equal shares of the barrier ({@link Barrier}). */
    ADAPTIVE
}
