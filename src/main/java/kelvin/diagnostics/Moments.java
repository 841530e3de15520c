package kelvin.diagnostics;

import java.util.Arrays;

/** Mean and variance, exact for constants and accurate far from zero. */
final class Moments {
    private Moments() {
    }

    static double mean(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v;
        }
        double mean = sum / x.length;
        // The second pass removes the rounding of the first: a constant has its own value as mean,
        // and so a variance of exactly zero.
        double rest = 0;
        for (double v : x) {
            rest += v - mean;
        }
        return mean + rest / x.length;
    }

    /** The mean of each chain of {@code [chains][draws]}. */
    static double[] means(double[][] chains) {
        return Arrays.stream(chains).mapToDouble(Moments::mean).toArray();
    }

    /** Unbiased: divides by n - 1; NaN for a single value. */
    static double variance(double[] x) {
        double mean = mean(x);
        double sum = 0;
        for (double v : x) {
            sum += (v - mean) * (v - mean);
        }
        return sum / (x.length - 1);
    }
}
