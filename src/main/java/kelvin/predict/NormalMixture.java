package kelvin.predict;

import java.util.Arrays;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * Equal shares of normal distributions, one for each draw.
 *
 * @param means [draws]
 * @param sds [draws], above 0
 */
record NormalMixture(double[] means, double[] sds) {
    private static final double LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double SQRT_2 = Math.sqrt(2);
    private static final int MOST_STEPS = 200;

    /** The mean of the mixture. */
    double mean() {
        return Arrays.stream(means).average().orElseThrow();
    }

    /** Standard deviation of the components' means: what more data would reduce. */
    double epistemicSd() {
        double mean = mean();
        return Math.sqrt(Arrays.stream(means).map(m -> (m - mean) * (m - mean)).average().orElseThrow());
    }

    /** Root mean square of the components' standard deviations: the noise. */
    double aleatoricSd() {
        return Math.sqrt(Arrays.stream(sds).map(sd -> sd * sd).average().orElseThrow());
    }

    /** Log density at y, nats. */
    double logDensity(double y) {
        double max = Double.NEGATIVE_INFINITY;
        double[] terms = new double[means.length];
        for (int s = 0; s < terms.length; s++) {
            double z = (y - means[s]) / sds[s];
            terms[s] = -0.5 * z * z - Math.log(sds[s]) - LOG_SQRT_TWO_PI;
            max = Math.max(max, terms[s]);
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - max);
        }
        return max + Math.log(sum / terms.length);
    }

    /** Probability of at most y. */
    double cdf(double y) {
        double sum = 0;
        for (int s = 0; s < means.length; s++) {
            sum += 0.5 * Erfc.value((means[s] - y) / (sds[s] * SQRT_2));
        }
        return sum / means.length;
    }

    /**
     * The value below which this probability lies, exact to rounding: Newton's steps where they stay within the
     * bracket, its middle otherwise.
     *
     * @param probability strictly between 0 and 1
     */
    double quantile(double probability) {
        double z = -SQRT_2 * InverseErfc.value(2 * probability);
        // between the least and the largest quantile of the components
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < means.length; s++) {
            low = Math.min(low, means[s] + z * sds[s]);
            high = Math.max(high, means[s] + z * sds[s]);
        }
        double y = low + (high - low) / 2;
        for (int step = 0; step < MOST_STEPS && low < high; step++) {
            double excess = cdf(y) - probability;
            if (excess > 0) {
                high = y;
            } else {
                low = y;
            }
            double next = y - excess / Math.exp(logDensity(y));
            if (!(next > low && next < high)) {
                next = low + (high - low) / 2;
            }
            if (Math.abs(next - y) <= 2 * Math.ulp(y)) {
                return next;
            }
            y = next;
        }
        return y;
    }

    /** The quantile of the components' means, linear between neighbours. */
    double quantileOfMeans(double probability) {
        double[] sorted = means.clone();
        Arrays.sort(sorted);
        double position = probability * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
