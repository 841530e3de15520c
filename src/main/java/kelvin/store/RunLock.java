package kelvin.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Keeps two runs out of one directory. It is a lock of the operating system (fcntl) on a file of its own, which is
 * gone when its owner is, however that ended; the file stays, with a line that says whose it was.
 *
 * <p>Over NFS it holds between hosts where the server's lock service runs, which it does unless switched off (always
 * with NFSv4). A file system that has no locks at all, such as Lustre mounted without flock, is noticed: opening then
 * fails. Where a lock is lost all the same, or somebody deletes the file, the later run takes over: the line in the file is
 * then its own, which {@link #check} of the earlier one notices.
 */
public final class RunLock implements AutoCloseable {
    private static final String NAME = "lock";

    private final Path file;
    private final Object identity;
    private final Object identityOfDirectory;
    private final byte[] line;
    private final FileChannel channel;

    private RunLock(Path file, String owner, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        line = (owner + "\n").getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(line));
        identity = identity(file);
        identityOfDirectory = identity(file.resolveSibling("."));
    }

    /**
     * Locks a directory, which is made if there is none.
     *
     * @param owner who says so, one line
     * @throws StoreException if another run has it, or if it cannot be locked
     */
    public static RunLock take(Path directory, String owner) {
        Path file = directory.resolve(NAME);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw StoreException.of(directory, e);
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            try {
                if (!locked(channel)) {
                    throw new StoreException(directory + ": another run is using it, " + Files.readString(file).strip()
                            + "; must have ended, or be another directory");
                }
                return new RunLock(file, owner, channel);
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw StoreException.of(file, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // another run of this process
            return false;
        }
    }

    /**
     * Makes sure that no other run has taken the directory over, and that no other directory is in its place; that it is
     * about to change what others may see is when a run should know.
     *
     * @throws StoreException if one has, or is
     */
    public void check() {
        // no second channel on the file: closing one ends all of the process's locks on it
        ByteBuffer now = ByteBuffer.allocate(line.length + 1);
        try {
            if (!identityOfDirectory.equals(identity(file.resolveSibling(".")))) {
                throw new StoreException(file.getParent() + ": another directory now, must be the one that the run began in");
            }
            channel.read(now, 0);
            if (!now.flip().equals(ByteBuffer.wrap(line)) || Files.exists(file) && !identity.equals(identity(file))) {
                throw new StoreException(file + ": another run has taken the directory over, this one ends");
            }
        } catch (IOException e) {
            throw StoreException.of(file, e);
        }
    }

    /** Tells a file from another in its place. */
    private static Object identity(Path file) throws IOException {
        return Objects.requireNonNull(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey(), "inode");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the lock ends with the process at the latest
        }
    }
}
