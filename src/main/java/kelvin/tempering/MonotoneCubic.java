package kelvin.tempering;

import java.util.Arrays;

/**
 * A cubic through points that rises wherever they do. Source: Fritsch and Carlson, "Monotone piecewise cubic
 * interpolation", SIAM J. Numer. Anal. 17 (1980), with the harmonic slopes of Fritsch and Butland (1984).
 */
public final class MonotoneCubic {
    private static final int BISECTIONS = 200;

    private final double[] x;
    private final double[] y;
    private final double[] slope;

    /**
     * Through the points (x_i, y_i), two at least.
     *
     * @param x strictly rising
     * @param y never falling
     */
    public MonotoneCubic(double[] x, double[] y) {
        if (!(x.length >= 2 && x.length == y.length)) {
            throw new IllegalArgumentException("points: " + x.length + " and " + y.length + ", must be two or more pairs");
        }
        for (int i = 1; i < x.length; i++) {
            if (!(x[i] > x[i - 1] && y[i] >= y[i - 1])) {
                throw new IllegalArgumentException("points: (" + x[i - 1] + ", " + y[i - 1] + "), (" + x[i] + ", " + y[i]
                        + "), must rise");
            }
        }
        this.x = x.clone();
        this.y = y.clone();
        slope = slopes();
    }

    /** The value at a place between the first and the last point. */
    public double at(double place) {
        int i = cell(place);
        double h = x[i + 1] - x[i];
        double t = (place - x[i]) / h;
        double rise = t * t * (3 - 2 * t);
        return y[i] + (y[i + 1] - y[i]) * rise + h * t * (1 - t) * ((1 - t) * slope[i] - t * slope[i + 1]);
    }

    /** The derivative at a place between the first and the last point. */
    public double derivative(double place) {
        int i = cell(place);
        double t = (place - x[i]) / (x[i + 1] - x[i]);
        double secant = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
        return 6 * t * (1 - t) * secant + (1 - t) * (1 - 3 * t) * slope[i] + t * (3 * t - 2) * slope[i + 1];
    }

    /** The place whose value is this, by bisection: the curve rises, so it cannot fail. */
    public double inverse(double value) {
        double low = x[0];
        double high = x[x.length - 1];
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = low + (high - low) / 2;
            if (at(middle) < value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    private int cell(double place) {
        int found = Arrays.binarySearch(x, place);
        int below = found >= 0 ? found : -found - 2;
        return Math.max(0, Math.min(below, x.length - 2));
    }

    private double[] slopes() {
        int n = x.length;
        double[] m = new double[n];
        m[0] = secant(0);
        m[n - 1] = secant(n - 2);
        for (int i = 1; i + 1 < n; i++) {
            double left = secant(i - 1);
            double right = secant(i);
            double before = x[i] - x[i - 1];
            double after = x[i + 1] - x[i];
            m[i] = left == 0 || right == 0 ? 0
                    : 3 * (before + after) / ((2 * after + before) / left + (after + 2 * before) / right);
        }
        return m;
    }

    private double secant(int i) {
        return (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
    }
}
