package kelvin.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that could not be written or read. The message is one complete line: file and reason. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure with its complete message. */
    public StoreException(String message) {
        super(message);
    }

    /** A failure with its complete message and what it came from. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The failure of an operation on a file, in words: several exceptions of the JDK name the file alone. */
    static StoreException of(Path file, IOException cause) {
        String reason = cause.getMessage();
        if (cause instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (cause instanceof NoSuchFileException) {
            reason = "no such file or directory";
        } else if (cause instanceof FileAlreadyExistsException) {
            reason = "is there already and is not a directory";
        } else if (cause instanceof FileSystemException system && system.getReason() != null) {
            reason = system.getReason();
        }
        return new StoreException(file + ": " + reason, cause);
    }
}
