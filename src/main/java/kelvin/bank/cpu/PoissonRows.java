package kelvin.bank.cpu;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The Poisson likelihood with the logarithm of the rate: log P(y) = y f - exp(f) - log y!. With d = f - log y it is
 * y (1 + d - exp(d)) and a number that depends on y alone, which keeps float32 exact for large counts; for y = 0 it is
 * -exp(f).
 */
final class PoissonRows extends RowLikelihood {
    private final float[] logs = scratch();
    /** Sum over a chunk's rows of what depends on y alone. */
    private final double[] constants;

    PoissonRows(Arithmetic arithmetic, RowChunks chunks, float[][] targets, int columns) {
        super(arithmetic, chunks, targets, columns);
        constants = new double[chunks.chunks()];
        for (int c = 0; c < constants.length; c++) {
            for (int j = 0; j < columns; j++) {
                for (int r = 0; r < chunks.rowsOf(c); r++) {
                    double y = targets[c][j * chunks.stride() + r];
                    constants[c] += (y > 0 ? y * StrictMath.log(y) - y : 0) - LogGamma.value(y + 1);
                }
            }
        }
    }

    @Override
    double chunk(float[] theta, int chunk, float[] outputs, float[] gradient, boolean add) {
        int rows = chunks.rowsOf(chunk);
        int padded = chunks.paddedRows(chunk);
        double sum = constants[chunk];
        for (int j = 0; j < columns; j++) {
            int at = j * chunks.stride();
            shift(targets[chunk], outputs, at, padded);
            sum += linear(targets[chunk], outputs, at, rows);
            arithmetic.exponentials(outputs, at, padded);
            sum -= rates(targets[chunk], outputs, at, padded, rows);
        }
        if (gradient != null) {
            clearPadding(outputs, columns, chunk);
        }
        return sum;
    }

    /** Takes log y from the outputs, 0 where y is 0. */
    private void shift(float[] y, float[] f, int at, int rows) {
        for (int r = 0; r < rows; r++) {
            logs[r] = Math.max(1, y[at + r]);
        }
        arithmetic.logarithms(logs, 0, rows);
        for (int r = 0; r < rows; r++) {
            f[at + r] -= logs[r];
        }
    }

    private static double linear(float[] y, float[] d, int at, int rows) {
        double sum = 0;
        for (int r = at; r < at + rows; r++) {
            sum += (double) y[r] * (1.0 + d[r]);
        }
        return sum;
    }

    /** Turns exp(d) into the derivatives y - rate; returns the sum of the rates. */
    private double rates(float[] y, float[] f, int at, int padded, int rows) {
        for (int r = 0; r < padded; r++) {
            float rate = Math.max(1, y[at + r]) * f[at + r];
            logs[r] = rate;
            f[at + r] = y[at + r] - rate;
        }
        return sum(logs, rows);
    }
}
