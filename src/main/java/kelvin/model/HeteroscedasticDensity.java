package kelvin.model;

/** y_j ~ N(f_j, s_j^2), s_j = softplus(f_{q+j}) + floor. */
record HeteroscedasticDensity() implements RowDensity {
    @Override
    public double logDensity(double[] f, double[] y, double[] own) {
        double sum = 0;
        for (int j = 0; j < y.length; j++) {
            sum += RowDensity.logNormal(y[j], f[j], scale(f[y.length + j]));
        }
        return sum;
    }

    @Override
    public void gradient(double[] f, double[] y, double[] own, double[] df, double[] ownSum) {
        for (int j = 0; j < y.length; j++) {
            double raw = f[y.length + j];
            double s = scale(raw);
            double z = (y[j] - f[j]) / s;
            df[j] = z / s;
            df[y.length + j] = (z * z - 1) / s * Logistic.sigmoid(raw);
        }
    }

    private static double scale(double raw) {
        return Logistic.softplus(raw) + Likelihood.Heteroscedastic.FLOOR;
    }
}
