package kelvin.model;

/** Functions around the logistic distribution, exact to rounding for arguments of any size. */
public final class Logistic {
    private Logistic() {
    }

    /** 1 / (1 + exp(-a)). */
    public static double sigmoid(double a) {
        double e = Math.exp(-Math.abs(a));
        return (a >= 0 ? 1 : e) / (1 + e);
    }

    /** log(1 + exp(a)). */
    public static double softplus(double a) {
        return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
    }

    /** log(exp(a_0) + exp(a_1) + ...). */
    public static double logSumExp(double[] a) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : a) {
            max = Math.max(max, value);
        }
        double sum = 0;
        for (double value : a) {
            sum += Math.exp(value - max);
        }
        return max + Math.log(sum);
    }
}
