package kelvin.sampler;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import kelvin.team.Team;
import kelvin.tempering.Barrier;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;

/** The ladder that is sampled on now: the same on all ranks. */
final class Temperatures {
    private final LadderTuning tuning;
    private Ladder now;

    Temperatures(Ladder start, LadderTuning tuning) {
        this.now = start;
        this.tuning = tuning;
    }

    Ladder now() {
        return now;
    }

    /**
     * Moves the rungs, if they may be moved, to where the swap rejections of the warm-up's last round ask for. Every
     * rank must call this.
     *
     * @param round statistics of the round; read on rank 0 alone, which has them
     */
    void adapt(RungStatistics round, Team team) {
        if (tuning == LadderTuning.FIXED || now.rungs() <= 2) {
            return;
        }
        byte[] message = null;
        if (team.rank() == 0) {
            message = bytes(new Barrier(now, round.swapRejections()).equalShares(now.rungs()));
        }
        ByteBuffer decided = ByteBuffer.wrap(team.broadcast(message));
        List<Double> temperatures = new ArrayList<>();
        while (decided.hasRemaining()) {
            temperatures.add(decided.getDouble());
        }
        now = new Ladder(now.path(), temperatures);
    }

    /** Writes all that changes. */
    void save(DataOutput out) throws IOException {
        for (double temperature : now.temperatures()) {
            out.writeDouble(temperature);
        }
    }

    /** Goes on from what {@link #save} wrote. */
    void restore(DataInput in) throws IOException {
        List<Double> temperatures = new ArrayList<>();
        while (temperatures.size() < now.rungs()) {
            temperatures.add(in.readDouble());
        }
        now = new Ladder(now.path(), temperatures);
    }

    private static byte[] bytes(Ladder ladder) {
        ByteBuffer bytes = ByteBuffer.allocate(ladder.rungs() * Double.BYTES);
        ladder.temperatures().forEach(bytes::putDouble);
        return bytes.array();
    }
}
