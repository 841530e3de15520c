package kelvin.tempering;

import java.util.Arrays;

import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * The communication barrier that a ladder's swap rejections tell of. Source: Syed, Bouchard-Cote, Deligiannidis,
 * Doucet, "Non-reversible parallel tempering", JRSS B 84 (2022), sections 4 and 5.
 *
 * <p>A rejection cannot exceed 1, so where neighbours are far apart it says little of how far. There a second measure
 * helps: in many dimensions the energy difference of two neighbours is close to normal, N(-mu, 2 mu) for some mu; a
 * swap is then accepted with probability erfc(sqrt(mu) / 2), and the barrier between the two, were there many rungs
 * between them, is sqrt(mu / pi). For close neighbours that is the rejection itself. New ladders are equal shares of
 * this measure: they settle at equal rejections, just as equal shares of the rejections do, but in one round where
 * those take dozens.
 *
 * @param ladder K rungs
 * @param rejection mean of 1 - swap acceptance probability of neighbours [K-1]; NaN where none was tried
 */
public record Barrier(Ladder ladder, double[] rejection) {
    /** Taken for the rejection of a pair that was never tried. */
    private static final double UNKNOWN = 0.5;
    /** Where acceptances are smaller, their mean over a run is that of a few rare events. */
    public static final double MEASURABLE = 1e-6;
    /** Keeps pairs that never reject apart. */
    private static final double LEAST = 1e-6;
    private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

    /** Copies the rejections and checks their number. */
    public Barrier {
        rejection = rejection.clone();
        if (!(rejection.length == ladder.rungs() - 1)) {
            throw new IllegalArgumentException("rejection: " + rejection.length + " pairs, must be "
                    + (ladder.rungs() - 1));
        }
    }

    /** Lambda: the sum of the rejections. */
    public double total() {
        return Arrays.stream(rejection).sum();
    }

    /** What Lambda would be with many rungs, for energies that are close to normal. */
    public double ofManyRungs() {
        return Arrays.stream(rejection).map(Barrier::ofManyRungs).sum();
    }

    /** Rungs with which swaps are accepted about one time in two, 2 Lambda + 1 (Syed et al. 2022, section 5.3). */
    public static int rungs(double ofManyRungs) {
        return (int) Math.ceil(2 * ofManyRungs) + 1;
    }

    /** Rungs to recommend on this ground. */
    public int recommendedRungs() {
        return rungs(ofManyRungs());
    }

    /**
     * Round trips a ladder makes in a swap round of the even-odd schedule, if replicas forget their energy between
     * rounds: 1 / (2 + 2 sum r / (1 - r)) (Syed et al. 2022, section 3.4), twice that for two rungs, whose rounds
     * without a pair are skipped.
     */
    public double roundTripRate() {
        double odds = Arrays.stream(rejection).map(r -> r / (1 - r)).sum();
        return (rejection.length == 1 ? 2 : 1) / (2 + 2 * odds);
    }

    /** The local barrier dLambda / dbeta at every rung [K]. */
    public double[] local() {
        MonotoneCubic cumulative = cumulative(rejection);
        double[] local = new double[ladder.rungs()];
        for (int k = 0; k < local.length; k++) {
            local[k] = cumulative.derivative(-coordinate(beta(k))) / (beta(k) + offset());
        }
        return local;
    }

    /**
     * The ladder between the same ends whose neighbours share the barrier equally.
     *
     * @param rungs K of the new ladder, at least 2
     */
    public Ladder equalShares(int rungs) {
        double[] shares = Arrays.stream(rejection).map(r -> Math.max(LEAST, ofManyRungs(r))).toArray();
        MonotoneCubic cumulative = cumulative(shares);
        double all = cumulative.at(-coordinate(beta(ladder.rungs() - 1)));
        Double[] temperatures = new Double[rungs];
        temperatures[0] = ladder.temperatures().get(0);
        for (int k = 1; k + 1 < rungs; k++) {
            double coordinate = -cumulative.inverse(all * k / (rungs - 1));
            temperatures[k] = 1 / (StrictMath.exp(coordinate) - offset());
        }
        temperatures[rungs - 1] = ladder.temperatures().get(ladder.rungs() - 1);
        return new Ladder(ladder.path(), Arrays.asList(temperatures));
    }

    /** The same of one pair. */
    public static double ofManyRungs(double rejection) {
        return TWO_OVER_SQRT_PI * InverseErfc.value(Math.max(1 - known(rejection), MEASURABLE));
    }

    private static double known(double rejection) {
        return Double.isNaN(rejection) ? UNKNOWN : rejection;
    }

    /** The barrier between the cold rung and every other, over minus the coordinate. */
    private MonotoneCubic cumulative(double[] shares) {
        double[] x = new double[ladder.rungs()];
        double[] y = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            x[k] = -coordinate(beta(k));
            y[k] = k == 0 ? 0 : y[k - 1] + known(shares[k - 1]);
        }
        return new MonotoneCubic(x, y);
    }

    /**
     * Where beta lies for the interpolation: log(beta + offset). Barriers are even in log beta over most of a ladder,
     * and a ladder may reach down to beta = 0.
     */
    private double coordinate(double beta) {
        return StrictMath.log(beta + offset());
    }

    private double offset() {
        double last = beta(ladder.rungs() - 1);
        return last > 0 ? 0 : beta(ladder.rungs() - 2);
    }

    private double beta(int k) {
        return 1 / ladder.temperatures().get(k);
    }
}
