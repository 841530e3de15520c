package kelvin.predict;

import java.util.ArrayList;
import java.util.List;

/**
 * The posterior predictive distribution of one target at one row.
 *
 * @param mean its mean
 * @param epistemicSd standard deviation of the network's output over the draws
 * @param aleatoricSd root mean square of the noise over the draws
 * @param interval the central predictive interval, of 95% unless another level was asked for: where the target is
 * @param credible the central credible interval of the target's mean, of the same level: where it is but for noise
 */
public record Prediction(double mean, double epistemicSd, double aleatoricSd, Interval interval, Interval credible) {
    /** The level of intervals where none is asked for. */
    public static final double LEVEL = 0.95;

    /** How many numbers a prediction is. */
    static final int NUMBERS = 7;

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

    static Prediction of(Mixture mixture, double level) {
        double tail = (1 - level) / 2;
        return new Prediction(mixture.mean(), mixture.epistemicSd(), mixture.aleatoricSd(),
                new Interval(mixture.quantile(tail), mixture.quantile(1 - tail)),
                new Interval(mixture.quantileOfMeans(tail), mixture.quantileOfMeans(1 - tail)));
    }

    /** All of it [{@link #NUMBERS}]. */
    double[] numbers() {
        return new double[] {mean, epistemicSd, aleatoricSd, interval.low, interval.high, credible.low, credible.high};
    }

    /** Predictions from their numbers, one after the other. */
    static List<Prediction> listOf(double[] all) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < all.length; i += NUMBERS) {
            predictions.add(new Prediction(all[i], all[i + 1], all[i + 2], new Interval(all[i + 3], all[i + 4]),
                    new Interval(all[i + 5], all[i + 6])));
        }
        return List.copyOf(predictions);
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
