package kelvin.bank.cpu;

/** The Gaussian likelihood, its noise fixed or a parameter. Squares are taken and summed in float64. */
final class GaussianRows extends RowLikelihood {
    /** In place of a noise: log sigma is a parameter. */
    static final double LEARNED = Double.NaN;

    private final double fixedLogNoise;
    private final int ownAt;

    /**
     * Over targets.
     *
     * @param noise standard deviation, or {@link #LEARNED}
     * @param ownAt where log sigma is, if it is learned
     */
    GaussianRows(double noise, int ownAt, Arithmetic arithmetic, RowChunks chunks, float[][] targets, int columns) {
        super(arithmetic, chunks, targets, columns);
        this.ownAt = ownAt;
        fixedLogNoise = StrictMath.log(noise);
    }

    @Override
    double chunk(float[] theta, int chunk, float[] outputs, float[] gradient, boolean add) {
        boolean learned = Double.isNaN(fixedLogNoise);
        double logNoise = learned ? theta[ownAt] : fixedLogNoise;
        double precision = StrictMath.exp(-2 * logNoise);
        int rows = chunks.rowsOf(chunk);
        double squares = 0;
        for (int j = 0; j < columns; j++) {
            int at = j * chunks.stride();
            squares += residuals(targets[chunk], outputs, at, rows);
            if (gradient != null) {
                scale(outputs, at, rows, (float) precision);
            }
        }
        if (gradient != null) {
            clearPadding(outputs, columns, chunk);
        }
        double count = (double) rows * columns;
        if (gradient != null && learned) {
            float own = (float) (squares * precision - count);
            gradient[ownAt] = add ? gradient[ownAt] + own : own;
        }
        return -0.5 * precision * squares - count * (logNoise + HALF_LOG_2PI);
    }

    /** Turns outputs into residuals y - f and returns the sum of squares; four sums hide the additions' latency. */
    private static double residuals(float[] y, float[] f, int at, int rows) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int r = at;
        for (; r + 3 < at + rows; r += 4) {
            float e0 = y[r] - f[r];
            float e1 = y[r + 1] - f[r + 1];
            float e2 = y[r + 2] - f[r + 2];
            float e3 = y[r + 3] - f[r + 3];
            f[r] = e0;
            f[r + 1] = e1;
            f[r + 2] = e2;
            f[r + 3] = e3;
            s0 += (double) e0 * e0;
            s1 += (double) e1 * e1;
            s2 += (double) e2 * e2;
            s3 += (double) e3 * e3;
        }
        for (; r < at + rows; r++) {
            float e = y[r] - f[r];
            f[r] = e;
            s0 += (double) e * e;
        }
        return (s0 + s2) + (s1 + s3);
    }

    private static void scale(float[] f, int at, int rows, float factor) {
        for (int r = at; r < at + rows; r++) {
            f[r] *= factor;
        }
    }
}
