package kelvin.bank.cpu;

/** The Bernoulli likelihood with a logit f: log P(y) = -softplus(f) for y = 0 and -softplus(-f) for y = 1. */
final class BernoulliRows extends RowLikelihood {
    private final float[] softplus = scratch();

    BernoulliRows(Arithmetic arithmetic, RowChunks chunks, float[][] targets, int columns) {
        super(arithmetic, chunks, targets, columns);
    }

    @Override
    double chunk(float[] theta, int chunk, float[] outputs, float[] gradient, boolean add) {
        int rows = chunks.rowsOf(chunk);
        flip(targets[chunk], outputs, chunks.paddedRows(chunk));
        arithmetic.logistic(outputs, 0, chunks.paddedRows(chunk), softplus);
        if (gradient != null) {
            flip(targets[chunk], outputs, rows);
            for (int r = 0; r < rows; r++) {
                outputs[r] = -outputs[r];
            }
            clearPadding(outputs, 1, chunk);
        }
        return -sum(softplus, rows);
    }

    /** Changes the sign where y = 1. */
    private static void flip(float[] y, float[] f, int rows) {
        for (int r = 0; r < rows; r++) {
            f[r] *= 1 - 2 * y[r];
        }
    }
}
