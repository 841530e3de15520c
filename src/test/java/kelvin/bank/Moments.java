package kelvin.bank;

/**
 * Means of recorded quantities with their standard errors from batch means.
 *
 * @param means one for each quantity
 * @param errors their standard errors
 */
record Moments(double[] means, double[] errors) {
    private static final int BATCHES = 40;

    /** Of values [n][quantities]. */
    static Moments of(double[][] values) {
        int q = values[0].length;
        int length = values.length / BATCHES;
        double[] means = new double[q];
        double[] errors = new double[q];
        for (int j = 0; j < q; j++) {
            double sum = 0;
            double squares = 0;
            for (int b = 0; b < BATCHES; b++) {
                double batch = 0;
                for (int n = b * length; n < (b + 1) * length; n++) {
                    batch += values[n][j] / length;
                }
                sum += batch;
                squares += batch * batch;
            }
            means[j] = sum / BATCHES;
            errors[j] = Math.sqrt((squares / BATCHES - means[j] * means[j]) / (BATCHES - 1));
        }
        return new Moments(means, errors);
    }
}
