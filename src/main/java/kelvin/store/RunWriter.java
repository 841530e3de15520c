package kelvin.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Writes a run from a thread of its own, so that sampling does not wait for the disk: blocks go into immutable
 * segment files of about 8 MB, and the run file is put together from those whenever it is published.
 *
 * <p>Memory is bounded by the segment being collected and two more blocks. A failure in the thread is thrown by the
 * next call. To be used by one thread.
 */
public final class RunWriter implements AutoCloseable {
    private static final String SEGMENTS = "segments";
    private static final String SEGMENT_NAME = "\\d{6,}\\.seg(\\.tmp)?";
    private static final long SEGMENT_BYTES = 8 << 20;
    private static final int WAITING_BLOCKS = 2;

    private final Path directory;
    private final RunHeader header;
    private final Semaphore room = new Semaphore(WAITING_BLOCKS);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "run-writer"));
    private long nextIteration;
    private volatile Throwable failure;

    // the thread's own
    private final List<Segment> segments = new ArrayList<>();
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
            // the file first: a run without segments would look complete
            Files.deleteIfExists(directory.resolve(RunFile.NAME));
            removeSegments(segments);
            Files.createDirectory(segments);
        } catch (IOException e) {
            throw StoreException.of(directory, e);
        }
        return new RunWriter(directory, header);
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
        await(this::writeSegment);
    }

    /**
     * Writes the run file with all that was appended. Readers meet the previous one, or this one whole.
     *
     * @throws StoreException if it could not be written; the segments and the previous file are as they were
     */
    public void publish(RunResults results) {
        await(() -> {
            writeSegment();
            RunFile.write(directory.resolve(RunFile.NAME), header, results, segments);
        });
    }

    /** Publishes for the last time: the segments are removed, and nothing more can be appended. */
    public void finish(RunResults results) {
        publish(results);
        await(() -> {
            try {
                removeSegments(directory.resolve(SEGMENTS));
            } catch (IOException e) {
                throw StoreException.of(directory.resolve(SEGMENTS), e);
            }
        });
        thread.shutdown();
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

    /** Runs something in the thread after all that was appended, and waits for it. */
    private void await(Runnable work) {
        rethrow();
        Future<?> done = thread.submit(() -> {
            if (failure == null) {
                work.run();
            }
        });
        try {
            done.get();
            rethrow();
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
            Path path = directory.resolve(SEGMENTS).resolve(String.format("%06d.seg", segments.size()));
            segments.add(Segment.write(path, header, Block.joined(collected, header)));
            collected.clear();
            collectedBytes = 0;
        }
    }

    /** Removes segments and their directory, and nothing that is not ours. */
    private static void removeSegments(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory,
                    file -> file.getFileName().toString().matches(SEGMENT_NAME))) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
