package kelvin.model;

/** What becomes of rows that have missing values. */
public enum Missing {
    /** They are an error. */
    ERROR,
    /** They are left out. */
    DROP,
    /** A missing input becomes its column's mean over the training rows; a row without its target is left out. */
    MEAN
}
