package kelvin.tempering;

/** Something that cannot be true is true: a NaN in a current state, or two ranks that decided a swap differently. */
public final class BrokenInvariantException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says where and what. */
    public BrokenInvariantException(String message) {
        super(message);
    }
}
