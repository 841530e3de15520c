package kelvin.sampler;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

import kelvin.bank.Advance;
import kelvin.bank.SlotBlock;
import kelvin.bank.Transition;
import kelvin.explorer.TrajectoryLengths;
import kelvin.random.Stream;
import kelvin.team.Team;
import kelvin.tempering.Coefficients;

/** How long trajectories are now: the same on all ranks, found on rank 0 from the reports of all. */
final class Trajectories {
    private final TrajectoryLengths lengths;
    private final boolean adapts;
    private final int rungs;
    private final Stream stream;
    /** Log-prior of every ladder's replicas after their last transition [M][K]; NaN before the first. */
    private final double[][] last;

    Trajectories(SampleSettings settings) {
        rungs = settings.ladder().rungs();
        adapts = settings.adaptation().lengths();
        int[] start = new int[rungs];
        Arrays.setAll(start, k -> adapts ? start(settings, k) : settings.leapfrogSteps());
        lengths = new TrajectoryLengths(start);
        stream = new Stream(settings.seed());
        last = new double[settings.ladders()][rungs];
        for (double[] ladder : last) {
            Arrays.fill(ladder, Double.NaN);
        }
    }

    private static int start(SampleSettings settings, int rung) {
        Coefficients at = settings.ladder().coefficients(rung);
        return TrajectoryLengths.start(settings.leapfrogSteps(), at.likelihood() / at.prior());
    }

    /** Steps of each of a block's slots. */
    int[] of(SlotBlock block) {
        int[] steps = new int[block.size()];
        Arrays.setAll(steps, s -> lengths.at(block.rung(s)));
        return steps;
    }

    /** Steps of a rung. */
    int at(int rung) {
        return lengths.at(rung);
    }

    /**
     * Takes an interval of the warm-up; on rank 0 alone.
     *
     * @param first its first iteration
     * @param transitions of iterations
     */
    void observe(List<Report> reports, long first, LongFunction<Transition> transitions) {
        if (!adapts) {
            return;
        }
        for (int i = 0; i < reports.get(0).iterations(); i++) {
            long at = first + i;
            double uniform = Advance.lengthStream(stream, at).uniform(0);
            for (Report report : reports) {
                SlotBlock block = report.block();
                for (int s = 0; s < block.size(); s++) {
                    int rung = block.rung(s);
                    double[] ofLadder = last[block.ladder(s)];
                    int replica = report.replica(i, s);
                    double distance = report.logPrior(i, s) - ofLadder[replica];
                    if (!Double.isNaN(distance)) {
                        lengths.observe(rung, transitions.apply(at).evaluations(lengths.at(rung), uniform), distance);
                    }
                    ofLadder[replica] = report.logPrior(i, s);
                }
            }
        }
    }

    /** Takes what a round of the warm-up has told; every rank must call this. */
    void adapt(Team team) {
        if (!adapts) {
            return;
        }
        byte[] message = null;
        if (team.rank() == 0) {
            ByteBuffer bytes = ByteBuffer.allocate(rungs * Integer.BYTES);
            Arrays.stream(lengths.next()).forEach(bytes::putInt);
            message = bytes.array();
        }
        ByteBuffer decided = ByteBuffer.wrap(team.broadcast(message));
        int[] next = new int[rungs];
        Arrays.setAll(next, k -> decided.getInt());
        lengths.set(next);
    }

    /** Writes all that changes. */
    void save(DataOutput out) throws IOException {
        lengths.save(out);
        for (double[] ladder : last) {
            for (double logPrior : ladder) {
                out.writeDouble(logPrior);
            }
        }
    }

    /** Goes on from what {@link #save} wrote. */
    void restore(DataInput in) throws IOException {
        lengths.restore(in);
        for (double[] ladder : last) {
            for (int k = 0; k < ladder.length; k++) {
                ladder[k] = in.readDouble();
            }
        }
    }
}
