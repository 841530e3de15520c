package kelvin.predict;

import java.util.Arrays;

/** Equal shares of the distributions that the draws give for one target at one row. */
sealed interface Mixture permits LocationScale, PoissonMixture {
    /** Means of the components [draws]. */
    double[] means();

    /** Variance of one draw's component. */
    double variance(int draw);

    /** Log density of one draw's component at y, or log probability of a count, nats. */
    double logDensity(int draw, double y);

    /** Probability of at most y of one draw's component. */
    double cdf(int draw, double y);

    /** Number of draws. */
    default int draws() {
        return means().length;
    }

    /** Root mean square of the components' standard deviations: the noise. */
    default double aleatoricSd() {
        double sum = 0;
        for (int s = 0; s < draws(); s++) {
            sum += variance(s);
        }
        return Math.sqrt(sum / draws());
    }

    /** Log density at y, or log probability of a count, nats. */
    default double logDensity(double y) {
        double[] terms = new double[draws()];
        for (int s = 0; s < terms.length; s++) {
            terms[s] = logDensity(s, y);
        }
        return logMeanExp(terms);
    }

    /** Probability of at most y. */
    default double cdf(double y) {
        return cdf(y, new double[draws()]);
    }

    /**
     * Probability of at most y.
     *
     * @param ofDraws receives that of every component [draws]
     */
    default double cdf(double y, double[] ofDraws) {
        double sum = 0;
        for (int s = 0; s < ofDraws.length; s++) {
            ofDraws[s] = cdf(s, y);
            sum += ofDraws[s];
        }
        return sum / ofDraws.length;
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

    /** Continuous ranked probability score of y. */
    RankedScore rankedScore(double y);

    /** The mean of the mixture. */
    default double mean() {
        return mean(means());
    }

    /** Standard deviation of the components' means: what more data would reduce. */
    default double epistemicSd() {
        double mean = mean();
        double squares = 0;
        for (double m : means()) {
            squares += (m - mean) * (m - mean);
        }
        return Math.sqrt(squares / draws());
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

    /** The mean of some numbers. */
    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Log of the mean of exp(terms), without overflow. */
    static double logMeanExp(double[] terms) {
        double max = Double.NEGATIVE_INFINITY;
        for (double term : terms) {
            max = Math.max(max, term);
        }
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
