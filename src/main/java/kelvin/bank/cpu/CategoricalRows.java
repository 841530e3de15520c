package kelvin.bank.cpu;

import java.util.Arrays;

/** The categorical likelihood: log P(y) = f_y - log of the sum of exp(f_c), the largest logit taken out first. */
final class CategoricalRows extends RowLikelihood {
    private final int classes;
    private final float[] largest = scratch();
    private final float[] total = scratch();

    CategoricalRows(int classes, Arithmetic arithmetic, RowChunks chunks, float[][] targets, int columns) {
        super(arithmetic, chunks, targets, columns);
        this.classes = classes;
    }

    @Override
    double chunk(float[] theta, int chunk, float[] outputs, float[] gradient, boolean add) {
        int rows = chunks.rowsOf(chunk);
        int padded = chunks.paddedRows(chunk);
        int stride = chunks.stride();
        float[] y = targets[chunk];
        System.arraycopy(outputs, 0, largest, 0, padded);
        for (int c = 1; c < classes; c++) {
            raise(outputs, c * stride, padded);
        }
        Arrays.fill(total, 0, padded, 0);
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += shifted(outputs, c * stride, padded, y, c, rows);
            arithmetic.exponentials(outputs, c * stride, padded);
            addTo(total, outputs, c * stride, padded);
        }
        for (int c = 0; gradient != null && c < classes; c++) {
            differentiate(outputs, c * stride, padded, y, c);
        }
        if (gradient != null) {
            clearPadding(outputs, classes, chunk);
        }
        arithmetic.logarithms(total, 0, padded);
        return sum - sum(total, rows);
    }

    private void raise(float[] f, int at, int rows) {
        for (int r = 0; r < rows; r++) {
            largest[r] = Math.max(largest[r], f[at + r]);
        }
    }

    /** Takes the largest logit from those of a class; returns their sum over the rows of that class. */
    private double shifted(float[] f, int at, int padded, float[] y, int c, int rows) {
        for (int r = 0; r < padded; r++) {
            f[at + r] -= largest[r];
        }
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += y[r] == c ? f[at + r] : 0;
        }
        return sum;
    }

    private static void addTo(float[] sum, float[] f, int at, int rows) {
        for (int r = 0; r < rows; r++) {
            sum[r] += f[at + r];
        }
    }

    private void differentiate(float[] f, int at, int rows, float[] y, int c) {
        for (int r = 0; r < rows; r++) {
            f[at + r] = (y[r] == c ? 1 : 0) - f[at + r] / total[r];
        }
    }
}
