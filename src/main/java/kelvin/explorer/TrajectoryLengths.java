package kelvin.explorer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The number of leapfrog steps of every rung's trajectories: found in the warm-up from how far trajectories of unlike
 * lengths, jittered between 1 and twice a rung's number, move. The distance is that of the log-prior, which is the
 * squared norm of the scaled parameters where the prior is normal, as in the criterion of ChEES (Hoffman, Radul and
 * Sountsov 2021), but is known without a look at the parameters.
 *
 * <p>If trajectories of n steps move it by J(n) in the mean square, J grows like n^p around the rung's number, and a
 * gradient is used best where J(n) / n is largest, where p is 1. p is told by the shorter half of the trajectories
 * against the longer; the number is multiplied by 2^(p - 1) after each round. Neighbouring rungs lend each other what
 * they saw, so that few iterations are enough.
 */
public final class TrajectoryLengths {
    /** Of the cold rung's leapfrog steps before anything is known, by the square root of the parameters. */
    private static final double START = 8;
    /** Before anything is known no rung takes fewer. */
    private static final int SHORTEST_START = 8;
    /** More are never taken. */
    public static final int MOST = 1024;
    /** Trajectories of a half below which a rung keeps its number. */
    private static final int FEWEST = 8;
    private static final int HALVES = 2;

    private final int[] steps;
    private final double[][] moved;
    private final long[][] count;

    /**
     * Starts with a number for each rung [K].
     *
     * @param start at least 1
     */
    public TrajectoryLengths(int[] start) {
        steps = start.clone();
        moved = new double[start.length][HALVES];
        count = new long[start.length][HALVES];
    }

    /** Leapfrog steps of the cold rung to start with, by the number of parameters. */
    public static int start(int parameters) {
        return (int) Math.max(SHORTEST_START, Math.min(MOST, Math.rint(START * Math.sqrt(parameters))));
    }

    /**
     * Leapfrog steps of a warmer rung to start with: by the square root of how much more the likelihood bends the density
     * than the prior does, as steps become longer and the way to go does not.
     *
     * @param cold the cold rung's
     * @param likelihood coefficient over the prior's, 0 to 1
     */
    public static int start(int cold, double likelihood) {
        return (int) Math.max(Math.min(cold, SHORTEST_START), Math.rint(cold * Math.sqrt(likelihood)));
    }

    /** Steps of a rung's trajectories before jitter. */
    public int at(int rung) {
        return steps[rung];
    }

    /**
     * Takes a trajectory.
     *
     * @param taken steps it took
     * @param distance by which it changed the log-prior, 0 if it was rejected
     */
    public void observe(int rung, int taken, double distance) {
        int half = taken <= steps[rung] ? 0 : 1;
        moved[rung][half] += distance * distance;
        count[rung][half]++;
    }

    /** What the trajectories since the last time ask for [K]; forgets them. */
    public int[] next() {
        int[] next = steps.clone();
        for (int k = 0; k < next.length; k++) {
            double power = power(k);
            if (!Double.isNaN(power)) {
                next[k] = (int) Math.rint(steps[k] * StrictMath.pow(2, Math.max(-1, Math.min(1, power - 1))));
                next[k] = Math.max(1, Math.min(MOST, next[k]));
            }
        }
        for (int k = 0; k < next.length; k++) {
            Arrays.fill(moved[k], 0);
            Arrays.fill(count[k], 0);
        }
        return next;
    }

    /** Sets the steps of all rungs [K]. */
    public void set(int[] next) {
        System.arraycopy(next, 0, steps, 0, steps.length);
    }

    /** The p of a rung and its neighbours; NaN where too little was seen. */
    private double power(int rung) {
        double sum = 0;
        double weights = 0;
        for (int k = Math.max(0, rung - 1); k <= Math.min(steps.length - 1, rung + 1); k++) {
            if (Math.min(count[k][0], count[k][1]) < FEWEST || !(moved[k][0] > 0 && moved[k][1] > 0)) {
                continue;
            }
            double further = moved[k][1] / count[k][1] / (moved[k][0] / count[k][0]);
            double weight = k == rung ? 2 : 1;
            // of n^p, the mean over 1 to 2 is 2^(p + 1) - 1 times that over 0 to 1
            sum += weight * (StrictMath.log(further + 1) / StrictMath.log(2) - 1);
            weights += weight;
        }
        return weights == 0 ? Double.NaN : sum / weights;
    }

    /** Writes all that changes. */
    public void save(DataOutput out) throws IOException {
        for (int k = 0; k < steps.length; k++) {
            out.writeInt(steps[k]);
            for (int half = 0; half < HALVES; half++) {
                out.writeDouble(moved[k][half]);
                out.writeLong(count[k][half]);
            }
        }
    }

    /** Goes on from what {@link #save} wrote. */
    public void restore(DataInput in) throws IOException {
        for (int k = 0; k < steps.length; k++) {
            steps[k] = in.readInt();
            for (int half = 0; half < HALVES; half++) {
                moved[k][half] = in.readDouble();
                count[k][half] = in.readLong();
            }
        }
    }
}
