package kelvin.diagnostics;

/** Quantile function of the beta distribution, for parameters of at least 1. */
final class BetaQuantile {
    private BetaQuantile() {
    }

    /** The x with I_x(a, b) = p, by bisection: monotone, so it cannot fail. */
    static double at(double p, double a, double b) {
        double low = 0;
        double high = 1;
        while (true) {
            double x = (low + high) / 2;
            if (x == low || x == high) {
                return x;
            }
            if (cumulative(x, a, b) < p) {
                low = x;
            } else {
                high = x;
            }
        }
    }

    /** Regularised incomplete beta function I_x(a, b), x inside (0, 1). */
    static double cumulative(double x, double a, double b) {
        // The fraction converges fast, within about sqrt(max(a, b)) terms, below the mean only.
        return x < (a + 1) / (a + b + 2) ? below(x, a, b) : 1 - below(1 - x, b, a);
    }

    /** Continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, by Lentz's method. */
    private static double below(double x, double a, double b) {
        double front = StrictMath.exp(a * StrictMath.log(x) + b * StrictMath.log1p(-x)
                + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
        double c = 1;
        double d = 1 / (1 - (a + b) * x / (a + 1));
        double fraction = d;
        double factor = 0;
        for (int m = 1; Math.abs(factor - 1) > 1e-14; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / (1 + even * d);
            c = 1 + even / c;
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / (1 + odd * d);
            c = 1 + odd / c;
            factor = d * c;
            fraction *= factor;
        }
        return front * fraction;
    }

    /** Stirling's series at 10 or above, reached by the recurrence; x >= 1. */
    private static double logGamma(double x) {
        double product = 1;
        double y = x;
        for (; y < 10; y++) {
            product *= y;
        }
        double r = 1 / (y * y);
        double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680
                - r * (1.0 / 1188 - r * (691.0 / 360360 - r / 156)))))) / y;
        return (y - 0.5) * StrictMath.log(y) - y + 0.5 * StrictMath.log(2 * StrictMath.PI) + series
                - StrictMath.log(product);
    }
}
