package kelvin.predict;

/**
 * How well one target of one row is predicted.
 *
 * @param y the target
 * @param mean predicted
 * @param variance predicted
 * @param nll negative log density of the normal with that mean and variance, nats
 * @param logDensity of the mixture, nats
 * @param ranked continuous ranked probability score
 * @param atMost predicted probability of at most y
 * @param below predicted probability of less than y
 */
record RowScore(double y, double mean, double variance, double nll, double logDensity, RankedScore ranked,
        double atMost, double below) {
    static RowScore of(Mixture mixture, double mean, double sd, double y) {
        double variance = sd * sd;
        return new RowScore(y, mean, variance,
                0.5 * (Math.log(2 * Math.PI * variance) + (y - mean) * (y - mean) / variance), mixture.logDensity(y),
                mixture.rankedScore(y), mixture.cdf(y), mixture.below(y));
    }

    double error() {
        return y - mean;
    }

    /** Where y lies in the predictive distribution, 0 to 1. */
    double position() {
        return (atMost + below) / 2;
    }
}
