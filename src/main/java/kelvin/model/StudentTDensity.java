package kelvin.model;

/**
 * (y_j - f_j) / s ~ Student's t.
 *
 * @param degrees degrees of freedom nu
 * @param noise s where it is fixed; otherwise log s is the one own parameter
 */
record StudentTDensity(double degrees, double noise) implements RowDensity {
    @Override
    public double logDensity(double[] f, double[] y, double[] own) {
        double s = scale(own);
        double sum = y.length * (Likelihood.StudentT.logHeight(degrees) - Math.log(s));
        for (int j = 0; j < y.length; j++) {
            double z = (y[j] - f[j]) / s;
            sum -= 0.5 * (degrees + 1) * Math.log1p(z * z / degrees);
        }
        return sum;
    }

    @Override
    public void gradient(double[] f, double[] y, double[] own, double[] df, double[] ownSum) {
        double s = scale(own);
        for (int j = 0; j < y.length; j++) {
            double z = (y[j] - f[j]) / s;
            double pull = (degrees + 1) * z / (degrees + z * z);
            df[j] = pull / s;
            if (own.length > 0) {
                ownSum[0] += pull * z - 1;
            }
        }
    }

    private double scale(double[] own) {
        return own.length > 0 ? Math.exp(own[0]) : noise;
    }
}
