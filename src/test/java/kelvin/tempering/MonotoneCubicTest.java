package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

class MonotoneCubicTest {
    @Test
    void passesThroughItsPointsAndNeverFalls() {
        Random random = new Random(1);
        for (int trial = 0; trial < 50; trial++) {
            int n = 2 + trial % 7;
            double[] x = new double[n];
            double[] y = new double[n];
            for (int i = 1; i < n; i++) {
                x[i] = x[i - 1] + Math.exp(3 * random.nextGaussian());
                y[i] = y[i - 1] + (random.nextBoolean() ? 0 : Math.exp(3 * random.nextGaussian()));
            }
            MonotoneCubic cubic = new MonotoneCubic(x, y);
            double before = y[0];
            for (int step = 0; step <= 1000; step++) {
                double value = cubic.at(x[0] + (x[n - 1] - x[0]) * step / 1000);
                assertTrue(value >= before - 1e-12 * y[n - 1], "falls at step " + step);
                before = value;
            }
            for (int i = 0; i < n; i++) {
                assertEquals(y[i], cubic.at(x[i]), 1e-12 * (1 + y[i]));
            }
        }
    }

    @Test
    void aLineStaysALine() {
        MonotoneCubic cubic = new MonotoneCubic(new double[] {0, 1, 5, 6}, new double[] {2, 5, 17, 20});
        assertEquals(2 + 3 * 2.7, cubic.at(2.7), 1e-14);
        assertEquals(3, cubic.derivative(5.9), 1e-14);
    }

    @Test
    void aCurveIsFollowedToSecondOrder() {
        assertTrue(error(21) < 0.3 * error(11), error(11) + " then " + error(21));
        assertTrue(error(21) < 0.002);
    }

    @Test
    void theDerivativeIsThatOfTheCurve() {
        MonotoneCubic cubic = exponential(6);
        for (double x = 0.05; x < 0.95; x += 0.07) {
            assertEquals((cubic.at(x + 1e-6) - cubic.at(x - 1e-6)) / 2e-6, cubic.derivative(x), 1e-7);
        }
    }

    @Test
    void theInverseLeadsBack() {
        MonotoneCubic cubic = exponential(6);
        for (double x = 0; x <= 1; x += 0.01) {
            assertEquals(x, cubic.inverse(cubic.at(x)), 1e-14);
        }
    }

    @Test
    void pointsThatFallAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MonotoneCubic(new double[] {0, 1}, new double[] {1, 0}));
        assertThrows(IllegalArgumentException.class, () -> new MonotoneCubic(new double[] {0, 0}, new double[] {0, 1}));
        assertThrows(IllegalArgumentException.class, () -> new MonotoneCubic(new double[] {0}, new double[] {0}));
    }

    private static MonotoneCubic exponential(int points) {
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            x[i] = i / (points - 1.0);
            y[i] = Math.exp(x[i]);
        }
        return new MonotoneCubic(x, y);
    }

    private static double error(int points) {
        MonotoneCubic cubic = exponential(points);
        double worst = 0;
        for (double x = 0; x <= 1; x += 0.003) {
            worst = Math.max(worst, Math.abs(cubic.at(x) - Math.exp(x)));
        }
        return worst;
    }
}
