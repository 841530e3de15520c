package kelvin.model;

/** y in {0, 1} with log odds f_0. */
record BernoulliDensity() implements RowDensity {
    @Override
    public double logDensity(double[] f, double[] y, double[] own) {
        // not y f - softplus(f): that loses a small log-probability to cancellation
        return -Logistic.softplus(y[0] == 1 ? -f[0] : f[0]);
    }

    @Override
    public void gradient(double[] f, double[] y, double[] own, double[] df, double[] ownSum) {
        df[0] = y[0] == 1 ? Logistic.sigmoid(-f[0]) : -Logistic.sigmoid(f[0]);
    }
}
