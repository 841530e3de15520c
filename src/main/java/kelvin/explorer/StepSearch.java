package kelvin.explorer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Adapts one step size to a target acceptance probability by stochastic approximation with Kesten's gains: after an
 * acceptance a with the step size e,
 *
 * <pre>log e += max(-1, (a - target) / (2 (1 - target) (1 + turns)))</pre>
 *
 * where turns counts how often a has changed from one side of the target to the other. So a step that is far too short
 * grows by a factor of sqrt(e) a transition until something is rejected, and near its end the search moves as 1 / t. As
 * 1 - a grows like the square of the step, the gain is near the best there is. What is settled on is the mean of log e with
 * weights that grow as t^2.
 *
 * <p>Why not dual averaging (Hoffman and Gelman 2014): in a few tens of transitions it settles 25% below the step it
 * looks for, with an acceptance of 0.89 for 0.8; docs/mathematics.md.
 *
 * <p>Source of the gains: Kesten, "Accelerated stochastic approximation", Ann. Math. Statist. 29 (1958).
 */
public final class StepSearch {
    private static final double STEEPEST_FALL = -1;
    /** Power of t in the weights of the mean. */
    private static final int RECENCY = 2;

    private double target;
    private double logStep;
    private double logAveraged;
    private int side;
    private long turns;
    private long updates;

    /**
     * Starts at a step size.
     *
     * @param start above 0
     * @param target acceptance probability aimed at, strictly between 0 and 1
     */
    public StepSearch(double start, double target) {
        if (!(start > 0 && start < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("start: " + start + ", must be above 0 and finite");
        }
        if (!(target > 0 && target < 1)) {
            throw new IllegalArgumentException("target: " + target + ", must be strictly between 0 and 1");
        }
        this.target = target;
        begin(StrictMath.log(start));
    }

    /** Takes the acceptance probability of one transition, 0 to 1, made with {@link #step}. */
    public void update(double acceptance) {
        double error = acceptance - target;
        int now = error < 0 ? -1 : 1;
        if (now == -side) {
            turns++;
        }
        side = now;
        logStep += Math.max(STEEPEST_FALL, error / (2 * (1 - target) * (1 + turns)));
        updates++;
        logAveraged += (RECENCY + 1.0) / (updates + RECENCY) * (logStep - logAveraged);
    }

    /** The step size to try next. */
    public double step() {
        return StrictMath.exp(logStep);
    }

    /** The averaged step size, to be used once adaptation ends. */
    public double averaged() {
        return StrictMath.exp(logAveraged);
    }

    /**
     * Begins anew from a share of the averaged step size, forgetting how it came about.
     *
     * @param nextTarget acceptance probability aimed at from now on, strictly between 0 and 1
     */
    public void restart(double share, double nextTarget) {
        target = nextTarget;
        begin(logAveraged + StrictMath.log(share));
    }

    /** Writes all that changes. */
    public void save(DataOutput out) throws IOException {
        out.writeDouble(target);
        out.writeDouble(logStep);
        out.writeDouble(logAveraged);
        out.writeInt(side);
        out.writeLong(turns);
        out.writeLong(updates);
    }

    /** Goes on from what {@link #save} wrote. */
    public void restore(DataInput in) throws IOException {
        target = in.readDouble();
        logStep = in.readDouble();
        logAveraged = in.readDouble();
        side = in.readInt();
        turns = in.readLong();
        updates = in.readLong();
    }

    private void begin(double log) {
        logStep = log;
        logAveraged = log;
        side = 0;
        turns = 0;
        updates = 0;
    }
}
