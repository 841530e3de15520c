package kelvin.model;

import org.apache.commons.numbers.gamma.LogGamma;

/** y_j in {0, 1, 2, ...} with rate exp(f_j). */
record PoissonDensity() implements RowDensity {
    @Override
    public double logDensity(double[] f, double[] y, double[] own) {
        double sum = 0;
        for (int j = 0; j < y.length; j++) {
            sum += y[j] * f[j] - Math.exp(f[j]) - LogGamma.value(y[j] + 1);
        }
        return sum;
    }

    @Override
    public void gradient(double[] f, double[] y, double[] own, double[] df, double[] ownSum) {
        for (int j = 0; j < y.length; j++) {
            df[j] = y[j] - Math.exp(f[j]);
        }
    }
}
