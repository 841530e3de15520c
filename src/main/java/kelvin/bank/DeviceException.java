package kelvin.bank;

/** A device that is not to be had, or not large enough; the message says why, and what would be. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the reason in one line. */
    public DeviceException(String message) {
        super(message);
    }

    /** With the reason in one line and what it was found by. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
