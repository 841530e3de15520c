package kelvin.store;

/** Data that cannot be used. The message is one complete line: file, place, value, and what would be right. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An error with its complete message. */
    public DataException(String message) {
        super(message);
    }
}
