package kelvin.model;

/** y_0 is a class index, with probabilities softmax(f). */
record CategoricalDensity() implements RowDensity {
    @Override
    public double logDensity(double[] f, double[] y, double[] own) {
        return f[(int) y[0]] - Logistic.logSumExp(f);
    }

    @Override
    public void gradient(double[] f, double[] y, double[] own, double[] df, double[] ownSum) {
        double logSum = Logistic.logSumExp(f);
        for (int c = 0; c < f.length; c++) {
            df[c] = (c == (int) y[0] ? 1 : 0) - Math.exp(f[c] - logSum);
        }
    }
}
