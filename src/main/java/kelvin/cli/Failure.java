package kelvin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;

import kelvin.bank.DeviceException;
import kelvin.store.DataException;
import kelvin.store.StoreException;
import kelvin.team.TeamException;
import kelvin.tempering.BrokenInvariantException;

/**
 * What a user is told of an exception.
 *
 * @param code how the process ends
 * @param line the error in one line
 */
record Failure(ExitCode code, String line) {
    /** Keeps the promise of one line. */
    Failure {
        line = line.lines().map(String::strip).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    static Failure of(Throwable e) {
        if (e instanceof UsageException) {
            return new Failure(ExitCode.USAGE, e.getMessage());
        } else if (e instanceof DataException) {
            return new Failure(ExitCode.DATA, e.getMessage());
        } else if (e instanceof StoreException) {
            return new Failure(ExitCode.IO, e.getMessage());
        } else if (e instanceof TeamException || e instanceof DeviceException) {
            return new Failure(ExitCode.UNAVAILABLE, e.getMessage());
        } else if (e instanceof OutOfMemoryError) {
            return new Failure(ExitCode.UNAVAILABLE, "out of memory: " + e.getMessage() + ", of "
                    + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB that this process may have");
        } else if (e instanceof BrokenInvariantException) {
            return new Failure(ExitCode.BROKEN, e.getMessage());
        } else if (e instanceof UncheckedIOException unchecked) {
            return of(unchecked.getCause());
        } else if (e instanceof FileSystemException file) {
            return of(file);
        } else if (e instanceof IOException) {
            return new Failure(ExitCode.IO, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        return new Failure(ExitCode.BROKEN, "a fault of the program: " + e + " (--debug shows where)");
    }

    private static Failure of(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return new Failure(ExitCode.NO_INPUT, e.getFile() + ": no such file");
        }
        String reason = e.getReason() != null ? e.getReason()
                : e instanceof AccessDeniedException ? "permission denied" : e.getClass().getSimpleName();
        return new Failure(ExitCode.IO, e.getFile() + ": " + reason);
    }

    /** For a message to another rank. */
    byte[] toBytes() {
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put((byte) code.ordinal()).put(text).array();
    }

    static Failure fromBytes(byte[] bytes) {
        return new Failure(ExitCode.values()[bytes[0]], new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
    }
}
