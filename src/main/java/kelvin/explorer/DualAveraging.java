package kelvin.explorer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Adapts one step size to a target acceptance probability by dual averaging.
 *
 * <p>Source: Hoffman and Gelman, "The No-U-Turn sampler", JMLR 15 (2014), section 3.2, equation 6, with their
 * constants gamma = 0.05, t0 = 10, kappa = 0.75 and mu = log(10 start).
 */
public final class DualAveraging {
    private static final double GAMMA = 0.05;
    private static final double T0 = 10;
    private static final double KAPPA = 0.75;

    private double target;
    private double mu;
    private double logStep;
    private double logAveraged;
    private double error;
    private long updates;

    /**
     * Starts at a step size.
     *
     * @param start above 0
     * @param target acceptance probability aimed at, strictly between 0 and 1
     */
    public DualAveraging(double start, double target) {
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
        updates++;
        double weight = 1 / (updates + T0);
        error = (1 - weight) * error + weight * (target - acceptance);
        logStep = mu - StrictMath.sqrt(updates) / GAMMA * error;
        double forget = StrictMath.pow(updates, -KAPPA);
        logAveraged = forget * logStep + (1 - forget) * logAveraged;
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
        out.writeDouble(mu);
        out.writeDouble(logStep);
        out.writeDouble(logAveraged);
        out.writeDouble(error);
        out.writeLong(updates);
    }

    /** Goes on from what {@link #save} wrote. */
    public void restore(DataInput in) throws IOException {
        target = in.readDouble();
        mu = in.readDouble();
        logStep = in.readDouble();
        logAveraged = in.readDouble();
        error = in.readDouble();
        updates = in.readLong();
    }

    private void begin(double log) {
        mu = StrictMath.log(10) + log;
        logStep = log;
        logAveraged = log;
        error = 0;
        updates = 0;
    }
}
