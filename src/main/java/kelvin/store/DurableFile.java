package kelvin.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that appears under its name whole or not at all, whatever is killed when. */
public final class DurableFile {
    private DurableFile() {
    }

    /** Writes a file's contents to the path it is given. */
    public interface Body {
        /** Writes them; the file is not there yet. */
        void writeTo(Path temporary) throws IOException;
    }

    /**
     * Lets body write a temporary file beside target, then syncs it, renames it and syncs the directory.
     *
     * @throws StoreException if any of that fails; target is then as it was
     */
    public static void write(Path target, Body body) {
        Path temporary = temporary(target);
        try {
            // a link that somebody put there would lead the writing elsewhere
            Files.deleteIfExists(temporary);
            body.writeTo(temporary);
            sync(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            sync(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw StoreException.of(target, e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    /** Where the contents of target are while they are written. */
    static Path temporary(Path target) {
        return target.resolveSibling(target.getFileName() + ".tmp");
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // what made the write fail is on its way to the caller; the next write overwrites the leftover
        }
    }
}
