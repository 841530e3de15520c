package kelvin.model;

/** y_j ~ N(f_j, noise^2). */
record GaussianDensity(double noise) implements RowDensity {
    @Override
    public double logDensity(double[] f, double[] y, double[] own) {
        double sum = 0;
        for (int j = 0; j < y.length; j++) {
            sum += RowDensity.logNormal(y[j], f[j], noise);
        }
        return sum;
    }

    @Override
    public void gradient(double[] f, double[] y, double[] own, double[] df, double[] ownSum) {
        for (int j = 0; j < y.length; j++) {
            df[j] = (y[j] - f[j]) / (noise * noise);
        }
    }
}
