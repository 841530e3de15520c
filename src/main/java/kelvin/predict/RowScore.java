package kelvin.predict;

/**
 * How well one target of one row is predicted.
 *
 * @param y the target
 * @param mean predicted
 * @param variance predicted
 * @param nll negative log density of the normal with that mean and variance, nats
 * @param logDensity of the mixture, nats
 * @param crps continuous ranked probability score
 * @param atMost predicted probability of at most y
 * @param below predicted probability of less than y
 * @param low predicted quantile below which next to nothing lies
 * @param high predicted quantile above which next to nothing lies
 */
record RowScore(double y, double mean, double variance, double nll, double logDensity, double crps, double atMost,
        double below, double low, double high) {
    /** Probability below low, and above high. */
    private static final double OUTSIDE = 1e-3;

    static RowScore of(Mixture mixture, double mean, double sd, double y) {
        double variance = sd * sd;
        return new RowScore(y, mean, variance,
                0.5 * (Math.log(2 * Math.PI * variance) + (y - mean) * (y - mean) / variance), mixture.logDensity(y),
                mixture.crps(y), mixture.cdf(y), mixture.below(y), mixture.quantile(OUTSIDE), mixture.quantile(1 - OUTSIDE));
    }

    double error() {
        return y - mean;
    }

    /** Where y lies in the predictive distribution, 0 to 1. */
    double position() {
        return (atMost + below) / 2;
    }
}
