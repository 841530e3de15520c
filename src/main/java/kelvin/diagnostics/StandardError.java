package kelvin.diagnostics;

import java.util.Arrays;

/**
 * Monte Carlo standard errors of what is estimated from correlated draws {@code [chains][draws]},
 * in the unit of the draws (Vehtari et al. 2021, section 4.4). One series is one chain: a rejection
 * or a log-likelihood recorded at every iteration is given as it is.
 */
public final class StandardError {
    /** Probabilities one standard deviation either side of a normal's centre, as ArviZ rounds them. */
    private static final double BELOW = 0.1586553;
    private static final double ABOVE = 0.8413447;

    private StandardError() {
    }

    /** Of the mean: standard deviation over the root of {@link EffectiveSampleSize#mean}. */
    public static double mean(double[]... draws) {
        return Math.sqrt(Moments.variance(Draws.pooled(draws)) / EffectiveSampleSize.mean(draws));
    }

    /** Of the standard deviation, by the delta method from the error of the variance. */
    public static double sd(double[]... draws) {
        double mean = Moments.mean(Draws.pooled(draws));
        double[][] squares = Draws.map(draws, x -> (x - mean) * (x - mean));
        double[] pooled = Draws.pooled(squares);
        double variance = Moments.mean(pooled);
        double fourth = Moments.mean(Arrays.stream(pooled).map(s -> s * s).toArray());
        double errorOfVariance = (fourth - variance * variance) / EffectiveSampleSize.mean(squares);
        return Math.sqrt(errorOfVariance / variance / 4);
    }

    /**
     * Of a quantile: half the distance between the order statistics that bound the quantile's
     * central 68% interval under the beta distribution of its rank.
     *
     * @throws IllegalArgumentException if the probability lies outside [0, 1]
     */
    public static double quantile(double probability, double[]... draws) {
        double ess = EffectiveSampleSize.quantile(probability, draws);
        if (Double.isNaN(ess)) {
            return Double.NaN;
        }
        double[] sorted = Draws.sorted(draws);
        double a = ess * probability + 1;
        double b = ess * (1 - probability) + 1;
        double low = Math.max(BetaQuantile.at(BELOW, a, b) * sorted.length - 1, 0);
        double high = Math.min(BetaQuantile.at(ABOVE, a, b) * sorted.length - 1, sorted.length - 1);
        return (sorted[(int) Math.ceil(high)] - sorted[(int) Math.floor(low)]) / 2;
    }

    /**
     * Of the mean of one series, by batch means: the spread of the means of floor(sqrt(n)) successive
     * batches (Flegal and Jones 2010). It shares nothing with {@link #mean}, hence is a check on it;
     * it is too small where batches are not much longer than the autocorrelation time.
     *
     * @return NaN for fewer than four values or a NaN among them
     */
    public static double batchMeans(double[] series) {
        if (!Draws.suffice(new double[][] {series}, 1)) {
            return Double.NaN;
        }
        int length = (int) Math.sqrt(series.length);
        int batches = series.length / length;
        int skipped = series.length - batches * length;
        double[] means = new double[batches];
        for (int i = 0; i < batches; i++) {
            int from = skipped + i * length;
            means[i] = Moments.mean(Arrays.copyOfRange(series, from, from + length));
        }
        return Math.sqrt(Moments.variance(means) / batches);
    }
}
