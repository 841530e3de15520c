package kelvin.tempering;

/** The logarithm of a sum of exponentials, without over- or underflow: pure functions of logarithms. */
final class LogSum {
    /** Of no term. */
    static final double EMPTY = Double.NEGATIVE_INFINITY;

    private LogSum() {
    }

    /** log(exp(a) + exp(b)). */
    static double of(double a, double b) {
        double high = Math.max(a, b);
        double low = Math.min(a, b);
        return low == EMPTY ? high : high + StrictMath.log1p(StrictMath.exp(low - high));
    }
}
