package kelvin.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tries in a directory what a run does there: locks, writes that reach the disk, renames. */
final class DirectoryCheck {
    private static final long LEAST_BYTES = 1L << 30;
    private static final double SLOW_SECONDS = 0.5;
    private static final int BLOCK_BYTES = 1 << 20;

    private DirectoryCheck() {
    }

    /** Checks the nearest directory that exists at or above this one; what it writes there it removes. */
    static Finding of(Path directory) {
        Path there = directory.toAbsolutePath();
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        String subject = "directory";
        Path file = there.resolve(".kelvin-doctor-" + ProcessHandle.current().pid());
        Path renamed = file.resolveSibling(file.getFileName() + ".renamed");
        try {
            List<String> doubts = new ArrayList<>();
            double seconds = writeAndSync(file, doubts);
            Files.move(file, renamed, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(renamed);
            String found = String.format(Locale.ROOT, "%s%s, 1 MiB synced in %.0f ms", there, store(there, doubts), 1e3 * seconds);
            if (seconds > SLOW_SECONDS) {
                doubts.add("syncing is slow");
            }
            return doubts.isEmpty() ? Finding.fine(subject, found + ", locks and renames work")
                    : Finding.doubtful(subject, found + "; " + String.join("; ", doubts),
                            "choose another --out, on the site's scratch file system (HDF5_USE_FILE_LOCKING=FALSE where "
                            + "locks alone fail)");
        } catch (IOException e) {
            return Finding.broken(subject, there + ": cannot be written to: " + e.getMessage(), "choose another --out");
        } finally {
            deleteQuietly(file);
            deleteQuietly(renamed);
        }
    }

    /** Kind and free space of its file system; nothing where the system does not tell, as within a chroot. */
    private static String store(Path directory, List<String> doubts) {
        try {
            FileStore store = Files.getFileStore(directory);
            long free = store.getUsableSpace();
            if (free < LEAST_BYTES) {
                doubts.add("less than 1 GiB is free");
            }
            return String.format(Locale.ROOT, " on %s, %.1f GiB free", store.type(), free / (double) (1L << 30));
        } catch (IOException e) {
            return "";
        }
    }

    private static double writeAndSync(Path file, List<String> doubts) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try (FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    doubts.add("a new file is locked by somebody else");
                }
            } catch (IOException e) {
                doubts.add("locks fail: " + e.getMessage());
            }
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            long start = System.nanoTime();
            while (block.hasRemaining()) {
                channel.write(block);
            }
            channel.force(true);
            return (System.nanoTime() - start) * 1e-9;
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the check has said already that the directory cannot be written to
        }
    }
}
