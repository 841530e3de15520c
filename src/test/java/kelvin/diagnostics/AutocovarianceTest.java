package kelvin.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutocovarianceTest {
    @ParameterizedTest(name = "{0} chains of {1}")
    @CsvSource({"1,2", "2,2", "1,3", "3,16", "2,17", "5,64", "4,100"})
    void equalsTheSumsOfItsDefinition(int chains, int n) {
        double[][] x = new double[chains][];
        Random random = new Random(7);
        for (int c = 0; c < chains; c++) {
            x[c] = random.doubles(n, c, c + 2).toArray();
        }
        double[] spectral = Autocovariance.mean(x);
        assertEquals(n, spectral.length);
        double circularDistance = 0;
        for (int t = 0; t < n; t++) {
            // Values are below 1 in size: rounding stays below n terms of 1e-16.
            assertEquals(direct(x, t), spectral[t], 1e-14, "lag " + t);
            // What a transform without zero padding gives: lag t and lag n - t together.
            double circular = direct(x, t) + (t > 0 ? direct(x, n - t) : 0);
            circularDistance = Math.max(circularDistance, Math.abs(circular - spectral[t]));
        }
        assertTrue(circularDistance > 1e-6, "the wrong variant must be seen");
    }

    private static double direct(double[][] chains, int lag) {
        double sum = 0;
        for (double[] x : chains) {
            double mean = Moments.mean(x);
            for (int i = 0; i + lag < x.length; i++) {
                sum += (x[i] - mean) * (x[i + lag] - mean);
            }
        }
        return sum / chains[0].length / chains.length;
    }
}
