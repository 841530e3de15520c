package kelvin.team;

/** The ranks cannot talk to each other. */
public final class TeamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what failed, with the cause kept. */
    public TeamException(String message, Throwable cause) {
        super(message, cause);
    }
}
