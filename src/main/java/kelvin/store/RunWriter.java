package kelvin.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Writes a run from a thread of its own, so that sampling does not wait for the disk: blocks go into immutable
 * segment files of about 8 MB, and the run file is put together from those whenever it is published.
 *
 * <p>Names of segments have the {@link Attempt} that wrote them: none is ever replaced by one of another start.
 *
 * <p>Memory is bounded by the segment being collected and two more blocks. A failure in the thread is thrown by the
 * next call. One thread appends; another may publish meanwhile.
 */
public final class RunWriter implements AutoCloseable {
    private static final String SEGMENTS = "segments";
    private static final String SEGMENT_NAME = "\\d{6,}-" + Attempt.PATTERN + "\\.seg(\\.tmp)?";
    private static final long SEGMENT_BYTES = 8 << 20;
    private static final int WAITING_BLOCKS = 2;

    private final Path directory;
    private final RunHeader header;
    private final Attempt attempt = Attempt.begin();
    private final Semaphore room = new Semaphore(WAITING_BLOCKS);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "run-writer"));
    private long nextIteration;
    private volatile Throwable failure;

    // the thread's own
    private final List<Checkpoint.Part> parts = new ArrayList<>();
    private final List<Block> collected = new ArrayList<>();
    private long collectedBytes;

    private RunWriter(Path directory, RunHeader header) {
        this.directory = directory;
        this.header = header;
    }

    /**
     * Starts a run in a directory, which is made if there is none.
     *
     * @param overwrite whether a run that is there may be removed
     * @throws StoreException if there is a run and it may not, or if the directory cannot be written
     */
    public static RunWriter create(Path directory, RunHeader header, boolean overwrite) {
        Path segments = directory.resolve(SEGMENTS);
        try {
            boolean used = Files.exists(directory.resolve(RunFile.NAME), LinkOption.NOFOLLOW_LINKS)
                    || Files.exists(segments, LinkOption.NOFOLLOW_LINKS);
            if (used && !overwrite) {
                throw new StoreException(directory
                        + ": holds a run already, must be another directory, or --overwrite");
            }
            Files.createDirectories(directory);
            // the checkpoints first: they would be of another run; then the file: without segments it looks complete
            new CheckpointDirectory(directory).clear();
            Files.deleteIfExists(directory.resolve(RunFile.NAME));
            removeSegments(segments, List.of());
            makeFolder(segments);
        } catch (IOException e) {
            throw StoreException.of(directory, e);
        }
        return new RunWriter(directory, header);
    }

    /**
     * Whether a run in a directory did not come to its end. One that was killed while its first checkpoint was being
     * written may have a run file, published just before, and no checkpoint.
     */
    public static boolean unfinished(Path directory) {
        return Files.isDirectory(directory.resolve(SEGMENTS), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Goes on with a run. Segments that the checkpoint does not know are removed; those that are missing, as after the
     * end of a run, are taken from the run file.
     *
     * @throws StoreException if a file cannot be read or written
     */
    public static RunWriter resume(Path directory, RunHeader header, Checkpoint from) throws IOException {
        RunWriter writer = new RunWriter(directory, header);
        List<Segment> wanted = segments(directory, from.segments());
        makeFolder(directory.resolve(SEGMENTS));
        for (Segment segment : wanted) {
            if (!segment.whole()) {
                try (RunReader run = RunReader.open(directory.resolve(RunFile.NAME))) {
                    Segment.write(segment.path(), header, run.block(segment));
                }
            }
        }
        removeSegments(directory.resolve(SEGMENTS), wanted.stream().map(Segment::path).toList());
        writer.parts.addAll(from.segments());
        writer.nextIteration = from.sampled();
        return writer;
    }

    /**
     * Looks whether the draws of a run are there, in its segments or in the run file that takes their place.
     *
     * @throws StoreException if some are not
     */
    static void check(Path directory, List<Checkpoint.Part> parts) {
        List<Segment> missing = segments(directory, parts).stream().filter(segment -> !segment.whole()).toList();
        if (missing.isEmpty()) {
            return;
        }
        Segment last = missing.get(missing.size() - 1);
        try (RunReader run = RunReader.open(directory.resolve(RunFile.NAME))) {
            if (run.iterations() >= last.firstIteration() + last.iterations()) {
                return;
            }
        } catch (IOException | DataException e) {
            // told below: a run file was never promised
        }
        throw new StoreException(last.path() + ": missing or damaged, and " + RunFile.NAME
                + " does not have its draws either");
    }

    private static List<Segment> segments(Path directory, List<Checkpoint.Part> parts) {
        List<Segment> segments = new ArrayList<>();
        for (Checkpoint.Part part : parts) {
            segments.add(new Segment(path(directory, segments.size(), part.attempt()), part.firstIteration(), part.iterations(),
                    part.draws()));
        }
        return segments;
    }

    private static Path path(Path directory, int segment, Attempt attempt) {
        return directory.resolve(SEGMENTS).resolve(String.format(Locale.ROOT, "%06d-%s.seg", segment, attempt));
    }

    /** The start of the run that this writer belongs to. */
    public Attempt attempt() {
        return attempt;
    }

    /**
     * Hands over the next block; waits while two others are on their way to the disk.
     *
     * @throws IllegalArgumentException if the block is not the run's next
     * @throws StoreException if an earlier block could not be written
     */
    public void append(Block block) {
        rethrow();
        if (block.firstIteration() != nextIteration) {
            throw new IllegalArgumentException("first iteration: " + block.firstIteration() + ", must be "
                    + nextIteration);
        }
        block.check(header);
        nextIteration += block.iterations();
        room.acquireUninterruptibly();
        thread.execute(() -> {
            try {
                if (failure == null) {
                    collect(block);
                }
            } catch (RuntimeException | OutOfMemoryError e) {
                failure = e;
            } finally {
                room.release();
            }
        });
    }

    /**
     * Returns when all that was appended is on the disk.
     *
     * @throws StoreException if it could not be written
     */
    public void flush() {
        seal().parts();
    }

    /** All that was appended so far, on its way into segments. */
    public final class Sealed {
        private final Future<List<Checkpoint.Part>> parts;

        private Sealed(Future<List<Checkpoint.Part>> parts) {
            this.parts = parts;
        }

        /**
         * The segments, once they are on the disk.
         *
         * @throws StoreException if they could not be written
         */
        public List<Checkpoint.Part> parts() {
            return await(parts);
        }

        /**
         * Writes the run file with them, while more may be appended. Readers meet the previous one, or this one whole.
         *
         * @throws StoreException if it could not be written; the segments and the previous file are as they were
         */
        public void publish(RunResults results) {
            List<Segment> written = segments(directory, parts());
            try {
                RunFile.write(directory.resolve(RunFile.NAME), header, results, written);
            } catch (RuntimeException | OutOfMemoryError e) {
                throw here(e);
            }
        }
    }

    /** Puts all that was appended so far into segments. */
    public Sealed seal() {
        return new Sealed(thread.submit(() -> {
            if (failure == null) {
                writeSegment();
            }
            return List.copyOf(parts);
        }));
    }

    /**
     * Writes the run file with all that was appended. Readers meet the previous one, or this one whole.
     *
     * @throws StoreException if it could not be written; the segments and the previous file are as they were
     */
    public void publish(RunResults results) {
        seal().publish(results);
    }

    /** Publishes for the last time: the segments are removed, and nothing more can be appended. */
    public void finish(RunResults results) {
        publish(results);
        removeSegments();
    }

    /** Hands over again all that was appended so far, in order. */
    public void replay(Consumer<Block> to) {
        segments(directory, seal().parts()).forEach(segment -> to.accept(segment.read(header)));
    }

    /** Removes the segments of a run that was published whole; nothing more can be appended. */
    public void removeSegments() {
        thread.shutdown();
        Path folder = directory.resolve(SEGMENTS);
        try {
            removeSegments(folder, List.of());
            Files.delete(folder);
        } catch (IOException e) {
            throw StoreException.of(folder, e);
        }
    }

    /** Writes what is still waiting into a segment and ends the thread. */
    @Override
    public void close() {
        if (!thread.isShutdown()) {
            try {
                flush();
            } finally {
                thread.shutdown();
            }
        }
    }

    private void rethrow() {
        if (failure != null) {
            throw here(failure);
        }
    }

    /** What failed in the thread, as an exception of the caller's. */
    private static RuntimeException here(Throwable failure) {
        return failure instanceof StoreException ? new StoreException(failure.getMessage(), failure)
                : new IllegalStateException("writing the run failed: " + failure, failure);
    }

    /** Waits for what the thread has been given. */
    private <T> T await(Future<T> work) {
        try {
            T done = work.get();
            rethrow();
            return done;
        } catch (ExecutionException e) {
            throw here(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(directory + ": interrupted while writing", e);
        }
    }

    private void collect(Block block) {
        collected.add(block);
        collectedBytes += block.bytes();
        if (collectedBytes >= SEGMENT_BYTES) {
            writeSegment();
        }
    }

    private void writeSegment() {
        if (!collected.isEmpty()) {
            Block block = Block.joined(collected, header);
            Segment.write(path(directory, parts.size(), attempt), header, block);
            parts.add(new Checkpoint.Part(attempt, block.firstIteration(), block.iterations(), block.draws()));
            collected.clear();
            collectedBytes = 0;
        }
    }

    /** Makes a folder if there is none; a link is not followed. */
    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        }
    }

    /** Removes the segments in a folder that are not kept, and nothing that is not ours. */
    private static void removeSegments(Path folder, List<Path> kept) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
                    file -> file.getFileName().toString().matches(SEGMENT_NAME) && !kept.contains(file))) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }
}
