package kelvin.predict;

/**
 * The posterior predictive distribution of one target at one row.
 *
 * @param mean its mean
 * @param epistemicSd standard deviation of the network's output over the draws
 * @param aleatoricSd root mean square of the noise over the draws
 * @param interval the predictive 95% interval: where the target is
 * @param credible the credible 95% interval of the network's output: where the target is but for noise
 */
public record Prediction(double mean, double epistemicSd, double aleatoricSd, Interval interval, Interval credible) {
    private static final double TAIL = 0.025;

    /** From low to high. */
    public record Interval(double low, double high) {
        /** Whether the value lies in it. */
        public boolean contains(double value) {
            return value >= low && value <= high;
        }

        private Interval raw(double mean, double sd) {
            return new Interval(mean + sd * low, mean + sd * high);
        }
    }

    static Prediction of(NormalMixture mixture) {
        return new Prediction(mixture.mean(), mixture.epistemicSd(), mixture.aleatoricSd(),
                new Interval(mixture.quantile(TAIL), mixture.quantile(1 - TAIL)),
                new Interval(mixture.quantileOfMeans(TAIL), mixture.quantileOfMeans(1 - TAIL)));
    }

    /** Standard deviation of the target: of output and noise together. */
    public double sd() {
        return Math.hypot(epistemicSd, aleatoricSd);
    }

    /** The same in the raw units of a target that was standardised by this mean and standard deviation. */
    public Prediction raw(double targetMean, double targetSd) {
        return new Prediction(targetMean + targetSd * mean, targetSd * epistemicSd, targetSd * aleatoricSd,
                interval.raw(targetMean, targetSd), credible.raw(targetMean, targetSd));
    }
}
