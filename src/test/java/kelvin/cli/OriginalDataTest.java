package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import kelvin.model.DataSet;
import org.junit.jupiter.api.Test;

class OriginalDataTest {
    private static final int INPUTS = OriginalData.INPUTS;
    private static final int ROWS = OriginalData.ROWS;

    @Test
    void aSeedGivesTheSameDataAlwaysAndAnotherSeedOther() {
        assertArrayEquals(OriginalData.of(7).y(), OriginalData.of(7).y());
        assertFalse(Arrays.equals(OriginalData.of(7).y(), OriginalData.of(8).y()));
        assertEquals(ROWS, OriginalData.of(7).rows());
        assertEquals(INPUTS, OriginalData.of(7).inputs());
    }

    @Test
    void inputsAreStandardNormal() {
        double[] x = OriginalData.of(42).x();
        assertTrue(isStandardNormal(x));
        assertFalse(isStandardNormal(Arrays.stream(x).map(value -> 1.05 * value).toArray()), "too wide passes");
        assertFalse(isStandardNormal(Arrays.stream(x).map(value -> value + 0.05).toArray()), "moved passes");
    }

    @Test
    void targetsAreLinearInTheInputsWithTheNoiseThatIsSaid() {
        DataSet data = OriginalData.of(42);
        double[] residuals = residuals(data.x(), data.y());
        assertTrue(isNoise(residuals));
        assertFalse(isNoise(Arrays.stream(residuals).map(value -> 1.2 * value).toArray()), "more noise passes");
    }

    /** Mean and mean square of 10,000 normals within 3.5 standard errors, 0.01 and sqrt(2) / 100. */
    private static boolean isStandardNormal(double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double square = Arrays.stream(x).map(value -> value * value).average().orElseThrow();
        return Math.abs(mean) < 0.035 && Math.abs(square - 1) < 0.0495;
    }

    /** Residual sum of squares over 0.01, chi-square with 990 degrees of freedom, within 3.5 standard deviations. */
    private static boolean isNoise(double[] residuals) {
        double squares = Arrays.stream(residuals).map(value -> value * value).sum();
        int freedom = ROWS - INPUTS;
        double noise = OriginalData.NOISE;
        return Math.abs(squares / (noise * noise) - freedom) < 3.5 * Math.sqrt(2.0 * freedom);
    }

    /** y less its projection on the columns of x, by Gram-Schmidt. */
    private static double[] residuals(double[] x, double[] y) {
        double[][] basis = new double[INPUTS + 1][ROWS];
        for (int j = 0; j <= INPUTS; j++) {
            for (int row = 0; row < ROWS; row++) {
                basis[j][row] = j < INPUTS ? x[row * INPUTS + j] : y[row];
            }
            for (int i = 0; i < j; i++) {
                double share = dot(basis[i], basis[j]) / dot(basis[i], basis[i]);
                for (int row = 0; row < ROWS; row++) {
                    basis[j][row] -= share * basis[i][row];
                }
            }
        }
        return basis[INPUTS];
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
