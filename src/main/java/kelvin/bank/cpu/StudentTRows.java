package kelvin.bank.cpu;

import kelvin.model.Likelihood;

/**
 * Student's t around the outputs, its scale fixed or a parameter. With e = y - f a row's term is a constant less
 * (nu + 1) / 2 log(1 + e^2 / (nu s^2)); the logarithm is taken of products of many rows' terms, in float64, because
 * a float32 logarithm of a number near 1 would lose digits.
 */
final class StudentTRows extends RowLikelihood {
    /** A product beyond this is put away: one more factor, below 1e78, cannot make it overflow. */
    private static final double LARGE = 1e200;

    private final double degrees;
    private final double fixedLogScale;
    private final int ownAt;
    private final double logHeight;

    /**
     * Over targets.
     *
     * @param noise the scale; {@link GaussianRows#LEARNED} if its logarithm is a parameter
     * @param ownAt where that parameter is
     */
    StudentTRows(double degrees, double noise, int ownAt, Arithmetic arithmetic, RowChunks chunks, float[][] targets,
            int columns) {
        super(arithmetic, chunks, targets, columns);
        this.degrees = degrees;
        this.ownAt = ownAt;
        fixedLogScale = StrictMath.log(noise);
        logHeight = Likelihood.StudentT.logHeight(degrees);
    }

    @Override
    double chunk(float[] theta, int chunk, float[] outputs, float[] gradient, boolean add) {
        boolean learned = Double.isNaN(fixedLogScale);
        double logScale = learned ? theta[ownAt] : fixedLogScale;
        double width = degrees * StrictMath.exp(2 * logScale);
        int rows = chunks.rowsOf(chunk);
        double logs = 0;
        double own = 0;
        for (int j = 0; j < columns; j++) {
            int at = j * chunks.stride();
            logs += logarithms(targets[chunk], outputs, at, rows, 1 / width);
            if (gradient != null) {
                own += differentiate(outputs, at, rows, (float) width);
            }
        }
        double count = (double) rows * columns;
        if (gradient != null) {
            clearPadding(outputs, columns, chunk);
            if (learned) {
                float ownSlope = (float) (own - count);
                gradient[ownAt] = add ? gradient[ownAt] + ownSlope : ownSlope;
            }
        }
        return count * (logHeight - logScale) - 0.5 * (degrees + 1) * logs;
    }

    /** Turns outputs into residuals y - f and returns the sum of log(1 + e^2 precision). */
    private static double logarithms(float[] y, float[] f, int at, int rows, double precision) {
        double sum = 0;
        double product = 1;
        for (int r = at; r < at + rows; r++) {
            float e = y[r] - f[r];
            f[r] = e;
            product *= 1 + (double) e * e * precision;
            if (!(product < LARGE)) {
                sum += StrictMath.log(product);
                product = 1;
            }
        }
        return sum + StrictMath.log(product);
    }

    /** Turns residuals into derivatives by the outputs and returns the sum of the products of both. */
    private double differentiate(float[] e, int at, int rows, float width) {
        float factor = (float) (degrees + 1);
        double sum = 0;
        for (int r = at; r < at + rows; r++) {
            float slope = factor * e[r] / Math.fma(e[r], e[r], width);
            sum += (double) slope * e[r];
            e[r] = slope;
        }
        return sum;
    }
}
