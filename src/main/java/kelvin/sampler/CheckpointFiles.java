package kelvin.sampler;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import kelvin.store.Checkpoint;
import kelvin.store.CheckpointDirectory;
import kelvin.store.RunWriter;
import kelvin.store.StoreException;

/**
 * One rank's checkpoints as files, written by a thread of their own. Rank 0's thread completes them, and publishes the
 * run file: with the first and the last, and between them as often as costs little.
 */
public final class CheckpointFiles implements Checkpoints, AutoCloseable {
    /** Publishing takes at most one part in so many of the time. */
    private static final int PUBLISHING_SHARE = 20;

    private final CheckpointDirectory directory;
    private final int rank;
    private final Checkpoint run;
    private final long everyNanos;
    private final RunWriter writer;
    private final Runnable stillOurs;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "checkpoint"));
    private Snapshot snapshot;
    private RunWriter.Sealed draws;
    private long takenNanos = System.nanoTime();
    private Future<?> writing;
    private Future<?> completing;
    private long saved = -1;

    // the thread's own
    private boolean published;
    private long publishedNanos;
    private long publishingNanos;

    /**
     * Checkpoints of one rank.
     *
     * @param run what they have in common
     * @param every time from one to the next; zero for none but the last
     * @param writer of the draws, on rank 0; null elsewhere
     * @param stillOurs throws if the directory is no longer this run's; asked on rank 0 before what others see is replaced
     */
    public CheckpointFiles(CheckpointDirectory directory, int rank, Checkpoint run, Duration every, RunWriter writer,
            Runnable stillOurs) {
        this.directory = directory;
        this.rank = rank;
        this.run = run;
        this.everyNanos = every.toNanos();
        this.writer = writer;
        this.stillOurs = stillOurs;
    }

    @Override
    public boolean due() {
        if (completing != null && completing.isDone()) {
            await(completing);   // what has failed is told now, not when the next one is due
        }
        return rank == 0 && everyNanos > 0 && System.nanoTime() - takenNanos >= everyNanos
                && (snapshot == null || completing != null && completing.isDone());
    }

    @Override
    public void take(Snapshot taken) {
        settle();
        takenNanos = System.nanoTime();
        completing = null;
        snapshot = taken;
        draws = writer == null ? null : writer.seal();
        writing = thread.submit(() -> directory.writeShard(run, taken.iteration(), rank, taken.slots()));
    }

    @Override
    public long saved() {
        if (writing != null && writing.isDone()) {
            await(writing);
            saved = snapshot.iteration();
        }
        return saved;
    }

    @Override
    public void complete(long iteration) {
        if (!(iteration == snapshot.iteration())) {
            throw new IllegalArgumentException("iteration: " + iteration + ", must be " + snapshot.iteration());
        }
        Snapshot whole = snapshot;
        RunWriter.Sealed with = draws;
        completing = thread.submit(() -> {
            Checkpoint checkpoint = run.at(iteration, with.parts(), whole.common());
            stillOurs.run();
            if (whole.last() || !published) {
                publish(whole, with);
            }
            directory.complete(checkpoint);
            if (System.nanoTime() - publishedNanos > PUBLISHING_SHARE * publishingNanos) {
                publish(whole, with);
            }
        });
    }

    private void publish(Snapshot whole, RunWriter.Sealed with) {
        long start = System.nanoTime();
        with.publish(whole.results().orElseThrow());
        published = true;
        publishedNanos = System.nanoTime();
        publishingNanos = publishedNanos - start;
    }

    @Override
    public void settle() {
        if (writing != null) {
            await(writing);
            saved = snapshot.iteration();
        }
        if (completing != null) {
            await(completing);
        }
    }

    /** Returns when nothing is being written any more: the directory may then be another run's. */
    @Override
    public void close() {
        thread.shutdown();
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void await(Future<?> work) {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException store ? new StoreException(store.getMessage(), store)
                    : new IllegalStateException("writing the checkpoint failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while writing a checkpoint", e);
        }
    }
}
