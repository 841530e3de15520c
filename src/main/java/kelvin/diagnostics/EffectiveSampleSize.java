package kelvin.diagnostics;

/**
 * Effective sample size of draws {@code [chains][draws]} of one quantity: how many independent draws
 * would estimate as precisely (Vehtari, Gelman, Simpson, Carpenter and Buerkner 2021, section 3.2),
 * with the autocorrelations cut off by Geyer's (1992) initial monotone sequence.
 *
 * <p>Chains are split in halves, so that a drift counts as disagreement. NaN as the package says,
 * and for draws with an infinite mean or variance; draws that agree to 1e-15 (absolute) count in full.
 */
public final class EffectiveSampleSize {
    /** Range below which ArviZ takes the draws for a constant. */
    private static final double RESOLUTION = 1e-15;

    private EffectiveSampleSize() {
    }

    /** Of the rank-normalised draws: says how well the centre of the distribution is known. */
    public static double bulk(double[]... draws) {
        if (!Draws.suffice(draws, 1)) {
            return Double.NaN;
        }
        return unsplit(RankNormal.of(Draws.split(draws)));
    }

    /** The smaller of those of the 5% and the 95% quantile. */
    public static double tail(double[]... draws) {
        return Math.min(quantile(0.05, draws), quantile(0.95, draws));
    }

    /** Of the draws as they are: says how well their mean is known, if they have a variance. */
    public static double mean(double[]... draws) {
        if (!Draws.suffice(draws, 1)) {
            return Double.NaN;
        }
        return unsplit(Draws.split(draws));
    }

    /**
     * Of a quantile: that of the mean of the indicator "draw is not above the quantile".
     *
     * @throws IllegalArgumentException if the probability lies outside [0, 1]
     */
    public static double quantile(double probability, double[]... draws) {
        if (!Draws.suffice(draws, 1)) {
            return Double.NaN;
        }
        double quantile = Draws.quantile(draws, probability);
        return mean(Draws.map(draws, x -> x <= quantile ? 1 : 0));
    }

    /**
     * Integrated autocorrelation time of the mean, in draws: the number of successive draws that are
     * worth one independent draw, 1 + 2 sum_t rho_t.
     */
    public static double autocorrelationTime(double[]... draws) {
        double ess = mean(draws);
        return (double) draws.length * draws[0].length / ess;
    }

    /** The estimator itself, of chains already split and transformed. */
    static double unsplit(double[][] chains) {
        int n = chains[0].length;
        double total = (double) chains.length * n;
        double[] sorted = Draws.sorted(chains);
        if (sorted[sorted.length - 1] - sorted[0] < RESOLUTION) {
            return total;
        }
        double[] covariance = Autocovariance.mean(chains);
        double within = covariance[0] * n / (n - 1);
        double marginal = covariance[0] + betweenChains(chains);
        double even = 1;
        double pair = even + correlation(covariance[1], within, marginal);
        if (Double.isNaN(pair)) {
            return Double.NaN;
        }
        // Geyer: sums of two neighbouring correlations are positive and decrease in theory, so the
        // sequence ends where they cease to be positive and may never rise.
        double time = -1;
        double monotone = pair;
        int t = 0;
        while (t + 1 < n - 3 && pair > 0) {
            monotone = Math.min(monotone, pair);
            time += 2 * monotone;
            t += 2;
            even = correlation(covariance[t], within, marginal);
            pair = even + correlation(covariance[t + 1], within, marginal);
        }
        if (even > 0 || pair >= 0) {
            time += even;
        }
        // The bound keeps antithetic chains from claiming more than S log10(S) draws.
        return total / Math.max(time, 1 / StrictMath.log10(total));
    }

    private static double betweenChains(double[][] chains) {
        return chains.length > 1 ? Moments.variance(Moments.means(chains)) : 0;
    }

    private static double correlation(double covariance, double within, double marginal) {
        return 1 - (within - covariance) / marginal;
    }
}
