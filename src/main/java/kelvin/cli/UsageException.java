package kelvin.cli;

/** Options that cannot be followed. The message is one complete line: option, value, and what would be right. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
