package kelvin.sampler;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import kelvin.bank.SlotBlock;
import kelvin.store.RunResults;
import kelvin.team.Team;

/** One rank's part in taking checkpoints, at iterations that all ranks agree on. */
final class CheckpointRounds {
    private static final byte[] NOTHING = {};

    private final Team team;
    private final Course course;
    private final Checkpoints checkpoints;
    private final Source source;
    private final Stopwatch stopwatch;
    private final Votes votes;
    private final Map<Integer, ByteArrayOutputStream> slots = new LinkedHashMap<>();
    private long taken = -1;
    private long completed = -1;

    /** What there is to be saved. */
    interface Source {
        /** The slots of this rank. */
        SlotBlock block();

        /** Bytes of the longest state of a slot, about. */
        int slotBytes();

        /** Writes the state of a local slot. */
        void saveSlot(int slot, DataOutputStream out) throws IOException;

        /** Writes all other state; on rank 0 alone. */
        void saveCommon(DataOutputStream out) throws IOException;

        /** Brings the results so far to rank 0; every rank must call it. */
        Optional<RunResults> results();
    }

    CheckpointRounds(Team team, Course course, Checkpoints checkpoints, Source source, Stopwatch stopwatch) {
        this.team = team;
        this.course = course;
        this.checkpoints = checkpoints;
        this.source = source;
        this.stopwatch = stopwatch;
        votes = new Votes(team);
    }

    /** To be called by every rank when it goes on from a checkpoint: casts the vote that was lost with the stop. */
    void resume() {
        votes.cast(course.wish(), checkpoints.saved());
    }

    /** To be called by every rank after so many iterations, the same for all; tells whether all stop or finish here. */
    Course.Wish after(long iteration) {
        Votes.Outcome agreed = votes.count();
        if (agreed.saved() == taken && taken > completed) {
            completed = taken;
            if (team.rank() == 0) {
                checkpoints.complete(taken);
            }
        }
        if (agreed.wish() == Course.Wish.STOP || agreed.wish() == Course.Wish.FINISH) {
            return agreed.wish();
        } else if (agreed.wish() == Course.Wish.CHECKPOINT) {
            stopwatch.start();
            take(iteration, false);
            stopwatch.checkpoint();
        }
        Course.Wish wish = course.wish();
        votes.cast(wish == Course.Wish.GO_ON && checkpoints.due() ? Course.Wish.CHECKPOINT : wish, checkpoints.saved());
        return Course.Wish.GO_ON;
    }

    /**
     * Takes the last checkpoint and returns on all ranks when it is complete; the results on rank 0.
     *
     * @param done whether the run is
     */
    Optional<RunResults> end(long iteration, boolean done) {
        votes.count();
        Optional<RunResults> results = take(iteration, done);
        checkpoints.settle();
        team.gather(NOTHING);
        if (team.rank() == 0) {
            checkpoints.complete(iteration);
            checkpoints.settle();
        }
        // nobody ends before that: a launcher takes the end of one rank for the end of all
        team.broadcast(NOTHING);
        return results;
    }

    private Optional<RunResults> take(long iteration, boolean last) {
        checkpoints.settle();
        Optional<RunResults> results = source.results();
        if (checkpoints != Checkpoints.NONE) {
            checkpoints.take(snapshot(iteration, results, last));
            taken = iteration;
        }
        return results;
    }

    private Checkpoints.Snapshot snapshot(long iteration, Optional<RunResults> results, boolean last) {
        SlotBlock block = source.block();
        ByteArrayOutputStream common = new ByteArrayOutputStream();
        try {
            for (int s = 0; s < block.size(); s++) {
                ByteArrayOutputStream slot = slots.computeIfAbsent(block.global(s), s0 -> new ByteArrayOutputStream(source.slotBytes()));
                slot.reset();
                source.saveSlot(s, new DataOutputStream(slot));
            }
            if (team.rank() == 0) {
                source.saveCommon(new DataOutputStream(common));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Checkpoints.Snapshot(iteration, slots, common.toByteArray(), results, last);
    }
}
