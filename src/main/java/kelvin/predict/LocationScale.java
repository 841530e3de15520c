package kelvin.predict;

/**
 * One distribution around 0 of width 1, moved and widened for every draw: what normal and Student's t mixtures have in
 * common.
 */
final class LocationScale {
    private static final int MOST_STEPS = 200;
    private static final double TAIL = 1e-7;
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_HALVINGS = 24;

    private LocationScale() {
    }

    /**
     * The quantile of a continuous mixture: Newton's steps where they stay within the bracket, its middle otherwise.
     *
     * @param z the same quantile of the distribution of width 1
     * @param scales of the components [draws]
     */
    static double quantile(Mixture mixture, double probability, double z, double[] scales) {
        // between the least and the largest quantile of the components
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < scales.length; s++) {
            low = Math.min(low, mixture.means()[s] + z * scales[s]);
            high = Math.max(high, mixture.means()[s] + z * scales[s]);
        }
        double y = low + (high - low) / 2;
        for (int step = 0; step < MOST_STEPS && low < high; step++) {
            double excess = mixture.cdf(y) - probability;
            if (excess > 0) {
                high = y;
            } else {
                low = y;
            }
            double next = y - excess / Math.exp(mixture.logDensity(y));
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

    /**
     * The integral of cdf (1 - cdf) to a relative {@link #TOLERANCE}, by adaptive Simpson's rule over u with
     * y = middle + width sinh(u), which has room for heavy tails. Tails beyond 1e-7 are left out.
     *
     * @param middle a value near the median
     * @param width about the standard deviation
     * @param z the quantile of probability 1e-7 of the distribution of width 1
     */
    static double halfMeanDifference(Mixture mixture, double middle, double width, double[] scales, double z) {
        double reach = 0;
        for (int s = 0; s < scales.length; s++) {
            reach = Math.max(reach, Math.abs(mixture.means()[s] - middle) - z * scales[s]);
        }
        double u = asinh(reach / width);
        int parts = 8;
        double sum = 0;
        double left = -u;
        double atLeft = integrand(mixture, middle, width, left);
        for (int i = 1; i <= parts; i++) {
            double right = -u + 2 * u * i / parts;
            double atRight = integrand(mixture, middle, width, right);
            double centre = (left + right) / 2;
            double atCentre = integrand(mixture, middle, width, centre);
            double whole = (right - left) / 6 * (atLeft + 4 * atCentre + atRight);
            sum += simpson(mixture, middle, width, new double[] {left, centre, right},
                    new double[] {atLeft, atCentre, atRight}, whole, TOLERANCE * width / parts, MOST_HALVINGS);
            left = right;
            atLeft = atRight;
        }
        return sum;
    }

    /** The probability whose quantile bounds the integral. */
    static double tail() {
        return TAIL;
    }

    private static double simpson(Mixture mixture, double middle, double width, double[] u, double[] f, double whole,
            double tolerance, int left) {
        double lower = (u[0] + u[1]) / 2;
        double upper = (u[1] + u[2]) / 2;
        double atLower = integrand(mixture, middle, width, lower);
        double atUpper = integrand(mixture, middle, width, upper);
        double sixth = (u[1] - u[0]) / 6;
        double first = sixth * (f[0] + 4 * atLower + f[1]);
        double second = sixth * (f[1] + 4 * atUpper + f[2]);
        double error = (first + second - whole) / 15;
        if (left == 0 || Math.abs(error) <= tolerance) {
            return first + second + error;
        }
        return simpson(mixture, middle, width, new double[] {u[0], lower, u[1]}, new double[] {f[0], atLower, f[1]},
                first, tolerance / 2, left - 1)
                + simpson(mixture, middle, width, new double[] {u[1], upper, u[2]}, new double[] {f[1], atUpper, f[2]},
                second, tolerance / 2, left - 1);
    }

    private static double integrand(Mixture mixture, double middle, double width, double u) {
        double cdf = mixture.cdf(middle + width * Math.sinh(u));
        return cdf * (1 - cdf) * width * Math.cosh(u);
    }

    private static double asinh(double x) {
        return Math.log(x + Math.sqrt(x * x + 1));
    }
}
