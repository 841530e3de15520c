package kelvin.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import kelvin.store.Attempt;
import kelvin.store.Checkpoint;
import kelvin.store.CheckpointDirectory;
import kelvin.store.DataException;
import kelvin.store.RunHeader;
import kelvin.store.RunLock;
import kelvin.store.RunWriter;
import kelvin.store.StoreException;
import kelvin.team.Team;

/** One rank's hold on the directory of a run: rank 0 locks it and writes the draws, all write checkpoints. */
final class RunDirectory implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final Team team;
    private RunLock lock;
    private CheckpointDirectory checkpoints;
    private Attempt attempt;

    RunDirectory(Team team) {
        this.team = team;
    }

    /** Finds what a run that is to be resumed goes on from, and locks its directory; every rank must call it. */
    Resumption find(Values values) {
        Path out = Agreement.reach(team, () -> {
            Path path = values.path("out");
            if (SampleOptions.found(values) != SampleOptions.Found.RESUME) {
                return null;
            } else if (team.rank() == 0 && Files.isDirectory(path) && !values.given("dry-run")) {
                lock(path);
            }
            return path;
        });
        return out == null ? Resumption.NONE : Resumption.find(out, team);
    }

    /**
     * Compares what the ranks have read; every rank must call it.
     *
     * @throws DataException on every rank if one has read something else than rank 0
     */
    void compareData(String checksum) {
        List<byte[]> all = team.gather(checksum.getBytes(StandardCharsets.UTF_8));
        Agreement.reach(team, () -> {
            for (int r = 1; r < all.size(); r++) {
                if (!new String(all.get(r), StandardCharsets.UTF_8).equals(checksum)) {
                    throw new DataException("rank " + r + ": the rows it has read differ from those of rank 0, must be "
                            + "the same file on all hosts");
                }
            }
            return null;
        });
    }

    /**
     * Makes the directory ready, on every rank; gives the writer of the draws on rank 0, elsewhere null.
     *
     * @param sampling the ranks that have slots
     * @throws StoreException if it holds another run, cannot be written, or is not the same on all ranks
     */
    RunWriter open(Team sampling, SampleOptions options, RunHeader header, Resumption resumption) {
        checkpoints = new CheckpointDirectory(options.out());
        RunWriter writer = Agreement.reach(sampling, () -> team.rank() == 0 ? writer(options, header, resumption) : null);
        byte[] name = writer == null ? NOTHING : writer.attempt().name().getBytes(StandardCharsets.US_ASCII);
        attempt = new Attempt(new String(sampling.broadcast(name), StandardCharsets.US_ASCII));
        Agreement.reach(sampling, () -> {
            if (!checkpoints.exists()) {
                throw new StoreException(options.out() + ": not the directory that rank 0 has made; must be on a file "
                        + "system that all ranks share");
            }
            return null;
        });
        return writer;
    }

    private RunWriter writer(SampleOptions options, RunHeader header, Resumption resumption) throws IOException {
        if (lock == null) {
            lock(options.out());
        }
        RunWriter writer;
        if (!Files.isWritable(options.out())) {
            throw new StoreException(options.out() + ": permission denied");   // else the first checkpoint would notice
        }
        if (resumption.checkpoint().isPresent()) {
            Checkpoint from = resumption.checkpoint().get();
            checkpoints.removeAfter(from);
            writer = RunWriter.resume(options.out(), header, from);
        } else {
            // what has no checkpoint yet has nothing to go on from
            writer = RunWriter.create(options.out(), header, options.found() != SampleOptions.Found.REFUSE);
        }
        checkpoints.create();
        return writer;
    }

    /** What this start's files are named after, once the directory is open. */
    Attempt attempt() {
        return attempt;
    }

    /**
     * To be called by rank 0 before it replaces what others see.
     *
     * @throws StoreException if another run has taken the directory over
     */
    void check() {
        lock.check();
    }

    CheckpointDirectory checkpoints() {
        return checkpoints;
    }

    private void lock(Path out) {
        lock = RunLock.take(out, "process " + ProcessHandle.current().pid() + " on " + team.host());
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
        }
    }
}
