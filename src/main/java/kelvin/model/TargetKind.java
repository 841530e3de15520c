package kelvin.model;

/** What the targets of a data set are. */
public enum TargetKind {
    /** Real numbers, which may be standardised. */
    NUMBERS,
    /** Class indices 0, 1, 2, ..., which are left as they are. */
    CLASSES,
    /** Counts 0, 1, 2, ..., which are left as they are. */
    COUNTS
}
