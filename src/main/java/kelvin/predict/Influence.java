package kelvin.predict;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What every draw adds to the scores of numbers: the derivative of a score by the weight of the draw in the predictive
 * mixture (its influence function). The scatter of its mean over draws is the Monte Carlo error of the score, to first
 * order.
 *
 * <p>With F the mixture's distribution function and F_s that of draw s, at a row with target y, the derivative of the
 * mean is m_s - m, of the log density p_s(y) / p(y) - 1, of the CRPS that of {@link RankedScore}. The
 * share of targets below their p-quantile counts rows and has no derivative; what it would have over many rows is
 * -E[(F_s - F)(y) | F(y) = p] times the density of F(y) at p, for which stand the rows with F(y) near p.
 */
final class Influence {
    static final int SQUARED_ERROR = 0;
    static final int NLL = 1;
    static final int LOG_DENSITY = 2;
    static final int CRPS = 3;
    /** From here on, shares of targets below quantiles. */
    static final int SHARES = 4;
    /** Of the calibration error. */
    static final int EDGES = 19;
    /** Probabilities of these quantiles: the edges 0.05, ..., 0.95, and the ends of the 95% interval. */
    static final double[] LEVELS = DoubleStream.concat(
            IntStream.rangeClosed(1, EDGES).mapToDouble(i -> i / (EDGES + 1.0)), DoubleStream.of(0.025, 0.975)).toArray();
    static final int SERIES = SHARES + LEVELS.length;

    /** F(y) is near p up to this distance. */
    private static final double NEAR = 0.05;

    private Influence() {
    }

    /**
     * Adds a row with a known target.
     *
     * @param to sums of {@link #SERIES} series
     */
    static void add(Mixture mixture, RowScore row, DrawSums to) {
        double error = row.error();
        double variance = row.variance();
        double[] ranked = row.ranked().influence();
        double[] below = new double[ranked.length];
        mixture.cdf(row.y(), below);
        for (int s = 0; s < ranked.length; s++) {
            double ofMean = mixture.means()[s] - row.mean();
            double ofVariance = mixture.variance(s) + ofMean * ofMean - variance;
            to.add(SQUARED_ERROR, s, -2 * error * ofMean);
            to.add(NLL, s, 0.5 * ofVariance * (1 - error * error / variance) / variance
                    - error * ofMean / variance);
            to.add(LOG_DENSITY, s, Math.expm1(mixture.logDensity(s, row.y()) - row.logDensity()));
            to.add(CRPS, s, ranked[s]);
        }
        for (int i = 0; i < LEVELS.length; i++) {
            double p = LEVELS[i];
            if (Math.abs(row.position() - p) <= NEAR) {
                double width = Math.min(1, p + NEAR) - Math.max(0, p - NEAR);
                for (int s = 0; s < below.length; s++) {
                    to.add(SHARES + i, s, (row.atMost() - below[s]) / width);
                }
            }
        }
    }
}
