package kelvin.bank.cpu;

import kelvin.model.Likelihood;

/** The Gaussian likelihood with a standard deviation for every row: softplus of the second half of the outputs. */
final class HeteroscedasticRows extends RowLikelihood {
    private final float[] deviations = scratch();
    private final float[] standardised = scratch();

    HeteroscedasticRows(Arithmetic arithmetic, RowChunks chunks, float[][] targets, int columns) {
        super(arithmetic, chunks, targets, columns);
    }

    @Override
    double chunk(float[] theta, int chunk, float[] outputs, float[] gradient, boolean add) {
        int rows = chunks.rowsOf(chunk);
        int padded = chunks.paddedRows(chunk);
        double sum = -HALF_LOG_2PI * rows * columns;
        for (int j = 0; j < columns; j++) {
            int mean = j * chunks.stride();
            int scale = (columns + j) * chunks.stride();
            // the scale's outputs become sigmoids, the derivatives of their softplus
            arithmetic.logistic(outputs, scale, padded, deviations);
            standardise(targets[chunk], outputs, mean, padded);
            if (gradient != null) {
                differentiate(outputs, mean, scale, padded);
            }
            sum -= 0.5 * squares(rows);
            arithmetic.logarithms(deviations, 0, padded);
            sum -= sum(deviations, rows);
        }
        if (gradient != null) {
            clearPadding(outputs, 2 * columns, chunk);
        }
        return sum;
    }

    private void standardise(float[] y, float[] f, int at, int rows) {
        for (int r = 0; r < rows; r++) {
            deviations[r] += (float) Likelihood.Heteroscedastic.FLOOR;
            standardised[r] = (y[at + r] - f[at + r]) / deviations[r];
        }
    }

    private void differentiate(float[] outputs, int mean, int scale, int rows) {
        for (int r = 0; r < rows; r++) {
            float t = standardised[r];
            outputs[mean + r] = t / deviations[r];
            outputs[scale + r] *= (t * t - 1) / deviations[r];
        }
    }

    private double squares(int rows) {
        double even = 0;
        double odd = 0;
        for (int r = 0; r + 1 < rows; r += 2) {
            even += (double) standardised[r] * standardised[r];
            odd += (double) standardised[r + 1] * standardised[r + 1];
        }
        double last = (rows & 1) == 0 ? 0 : standardised[rows - 1];
        return even + odd + last * last;
    }
}
