package kelvin.predict;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Equal shares of the distributions that the draws give for one target at one row. */
sealed interface Mixture permits NormalMixture, StudentTMixture, PoissonMixture {
    /** Means of the components [draws]. */
    double[] means();

    /** Variance of one draw's component. */
    double variance(int draw);

    /** Log density of one draw's component at y, or log probability of a count, nats. */
    double logDensity(int draw, double y);

    /** Probability of at most y of one draw's component. */
    double cdf(int draw, double y);

    /** Root mean square of the components' standard deviations: the noise. */
    default double aleatoricSd() {
        return Math.sqrt(IntStream.range(0, means().length).mapToDouble(this::variance).average().orElseThrow());
    }

    /** Log density at y, or log probability of a count, nats. */
    default double logDensity(double y) {
        double[] terms = new double[means().length];
        for (int s = 0; s < terms.length; s++) {
            terms[s] = logDensity(s, y);
        }
        return logMeanExp(terms);
    }

    /** Probability of at most y. */
    default double cdf(double y) {
        int draws = means().length;
        double sum = 0;
        for (int s = 0; s < draws; s++) {
            sum += cdf(s, y);
        }
        return sum / draws;
    }

    /** Probability of less than y. */
    default double below(double y) {
        return cdf(y);
    }

    /**
     * The value below which this probability lies, exact to rounding.
     *
     * @param probability strictly between 0 and 1
     */
    double quantile(double probability);

    /** Mean absolute difference from y. */
    double absoluteDeviation(double y);

    /** Half the mean absolute difference of two independent numbers, which is the integral of cdf (1 - cdf). */
    double halfMeanDifference();

    /**
     * Continuous ranked probability score of y, in its units; 0 is best. Source: Gneiting and Raftery 2007, equation
     * 21.
     */
    default double crps(double y) {
        return absoluteDeviation(y) - halfMeanDifference();
    }

    /** The mean of the mixture. */
    default double mean() {
        return Arrays.stream(means()).average().orElseThrow();
    }

    /** Standard deviation of the components' means: what more data would reduce. */
    default double epistemicSd() {
        double mean = mean();
        return Math.sqrt(Arrays.stream(means()).map(m -> (m - mean) * (m - mean)).average().orElseThrow());
    }

    /** The quantile of the components' means, linear between neighbours. */
    default double quantileOfMeans(double probability) {
        double[] sorted = means().clone();
        Arrays.sort(sorted);
        double position = probability * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** Log of the mean of exp(terms), without overflow. */
    static double logMeanExp(double[] terms) {
        double max = Arrays.stream(terms).max().orElseThrow();
        if (max == Double.NEGATIVE_INFINITY) {
            return max;
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - max);
        }
        return max + Math.log(sum / terms.length);
    }
}
