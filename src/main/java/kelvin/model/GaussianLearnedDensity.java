package kelvin.model;

/** y_j ~ N(f_j, sigma^2) with log sigma the one own parameter. */
record GaussianLearnedDensity() implements RowDensity {
    @Override
    public double logDensity(double[] f, double[] y, double[] own) {
        double sum = 0;
        for (int j = 0; j < y.length; j++) {
            double z = (y[j] - f[j]) * Math.exp(-own[0]);
            sum += -0.5 * z * z - own[0] - LOG_SQRT_TWO_PI;
        }
        return sum;
    }

    @Override
    public void gradient(double[] f, double[] y, double[] own, double[] df, double[] ownSum) {
        for (int j = 0; j < y.length; j++) {
            double z = (y[j] - f[j]) * Math.exp(-own[0]);
            df[j] = z * Math.exp(-own[0]);
            ownSum[0] += z * z - 1;
        }
    }
}
