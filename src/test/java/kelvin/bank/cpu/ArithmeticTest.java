package kelvin.bank.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import kelvin.model.Activation;
import kelvin.random.Purpose;
import kelvin.random.Stream;

/** The vector code against the scalar code, bit for bit, and the elementary functions against double precision. */
class ArithmeticTest {
    private static final int STRIDE = 64 * 3 + 16;

    private final Arithmetic scalar = new ScalarArithmetic();
    private final Arithmetic vector = Arithmetics.best();
    private final Random random = new Random(1);

    @BeforeEach
    void vectorsAreThere() {
        Assumptions.assumeFalse(vector instanceof ScalarArithmetic, "no vector code in this virtual machine");
    }

    @Test
    void productsHaveTheSameBits() {
        for (int units : new int[] {1, 2, 3, 4, 5, 16, 50}) {
            for (int depth : new int[] {1, 2, 10, 33}) {
                float[] theta = values((depth + 1) * units + 3);
                float[] in = values(depth * STRIDE);
                LinearMap forward = LinearMap.layer(3, depth, units);
                float[] a = new float[units * STRIDE];
                float[] b = new float[units * STRIDE];
                scalar.product(theta, forward, in, 64, STRIDE, a, 64, STRIDE);
                vector.product(theta, forward, in, 64, STRIDE, b, 64, STRIDE);
                assertArrayEquals(a, b);
                float[] c = new float[depth * 64];
                float[] d = new float[depth * 64];
                scalar.product(theta, forward.transposed(), a, 64, STRIDE, c, 0, 64);
                vector.product(theta, forward.transposed(), a, 64, STRIDE, d, 0, 64);
                assertArrayEquals(c, d);
            }
        }
    }

    @Test
    void weightGradientsHaveTheSameBits() {
        for (int m : new int[] {1, 2, 3, 4, 5, 11}) {
            for (int n : new int[] {1, 2, 4, 7, 16, 21, 48}) {
                float[] a = values(12 * STRIDE);
                float[] b = values((n + 1) * STRIDE);
                float[] first = values(3 + m * n + 50);
                float[] second = first.clone();
                float[] scratch = new float[Arithmetic.ALIGNED + 4 * n * 16];
                for (int call = 0; call < 2; call++) {
                    scalar.weightGradient(a, 12, m, b, 5, n, STRIDE, 192, first, 3, call > 0, scratch);
                    vector.weightGradient(a, 12, m, b, 5, n, STRIDE, 192, second, 3, call > 0, scratch);
                    assertArrayEquals(first, second, m + " by " + n);
                }
            }
        }
    }

    @Test
    void layersHaveTheSameBits() {
        for (Activation activation : Activation.values()) {
            for (int units : new int[] {1, 4, 5, 18}) {
                int depth = 7;
                float[] theta = values((depth + 1) * units);
                float[] in = values(depth * STRIDE);
                System.arraycopy(special(), 0, in, 64, special().length);
                LinearMap map = LinearMap.layer(0, depth, units);
                float[] h = new float[units * STRIDE];
                float[] other = h.clone();
                float[] slopes = new float[h.length];
                float[] otherSlopes = new float[h.length];
                scalar.layer(activation, theta, map, in, 64, STRIDE, h, 64, STRIDE, slopes);
                vector.layer(activation, theta, map, in, 64, STRIDE, other, 64, STRIDE, otherSlopes);
                assertArrayEquals(h, other);
                assertArrayEquals(slopes, otherSlopes);
                float[] delta = values(3 * STRIDE);
                LinearMap back = LinearMap.layer(0, units, 3).transposed();
                float[] weights = values(3 * units);
                float[] scratch = new float[units * 64];
                scalar.backLayer(activation, weights, back, delta, 64, STRIDE, h, 64, STRIDE, slopes, scratch);
                vector.backLayer(activation, weights, back, delta, 64, STRIDE, other, 64, STRIDE, slopes, scratch);
                assertArrayEquals(h, other);
            }
        }
    }

    @Test
    void elementaryFunctionsHaveTheSameBits() {
        float[] x = values(1600);
        for (int i = 0; i < x.length; i++) {
            x[i] *= 1 << i % 8;
        }
        System.arraycopy(special(), 0, x, 64, special().length);
        float[] a = x.clone();
        float[] b = x.clone();
        float[] c = new float[x.length];
        float[] d = new float[x.length];
        scalar.logistic(a, 32, 1536, c);
        vector.logistic(b, 32, 1536, d);
        assertArrayEquals(a, b);
        assertArrayEquals(c, d);
        scalar.exponentials(a, 16, 800);
        vector.exponentials(b, 16, 800);
        assertArrayEquals(a, b);
        scalar.logarithms(a, 0, 1600);
        vector.logarithms(b, 0, 1600);
        assertArrayEquals(a, b);
    }

    @Test
    void normalsHaveTheBitsOfTheStream() {
        Stream stream = new Stream(0x123456789ABCDEFL);
        for (int n : new int[] {1, 63, 64, 65, 100_000}) {
            float[] expected = new float[n];
            stream.at(Purpose.PROPOSAL, 77, 0x5FFFFFFFFFL).normals(expected, 0, n);
            float[] actual = new float[n + 64];
            vector.normals(0x123456789ABCDEFL, Purpose.PROPOSAL, 77, 0x5FFFFFFFFFL, actual, n);
            assertArrayEquals(expected, Arrays.copyOf(actual, n));
        }
    }

    @Test
    void aNanStaysThroughEveryActivation() {
        for (Activation activation : Activation.values()) {
            float[] x = new float[64];
            x[3] = Float.NaN;
            // of either sign
            x[5] = Float.intBitsToFloat(0xFFC00000);
            float[] h = new float[64];
            vector.layer(activation, new float[] {1, 0}, LinearMap.layer(0, 1, 1), x, 0, 64, h, 0, 64, new float[64]);
            assertTrue(Float.isNaN(h[5]), activation + ": " + h[5]);
            assertTrue(Float.isNaN(h[3]), activation + ": " + h[3]);
            assertFalse(Float.isNaN(h[4]), activation + ": " + h[4]);
        }
    }

    @Test
    void elementaryFunctionsAreAsExactAsStated() {
        double[] worst = new double[4];
        for (float x = -86; x < 86; x += 7.3e-4f) {
            worst[0] = Math.max(worst[0], ulps(Math.tanh(x), Elementary.tanh(x)));
            worst[1] = Math.max(worst[1], ulps(Math.exp(x), Elementary.exp(x)));
            worst[2] = Math.max(worst[2], ulps(1 / (1 + Math.exp(-x)), Elementary.sigmoid(x)));
            worst[3] = Math.max(worst[3], ulps(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
                    Elementary.softplus(x)));
        }
        double log = 0;
        for (float x = 1e-30f; x < 1e30; x *= 1.0003f) {
            worst[0] = Math.max(worst[0], ulps(Math.tanh(x), Elementary.tanh(x)));
            log = Math.max(log, ulps(Math.log(x), Elementary.log(x)));
        }
        assertTrue(worst[0] <= 4.5, "tanh " + worst[0]);
        assertTrue(worst[1] <= 1, "exp " + worst[1]);
        assertTrue(worst[2] <= 2.5, "sigmoid " + worst[2]);
        assertTrue(worst[3] <= 2, "softplus " + worst[3]);
        assertTrue(log <= 1, "log " + log);
    }

    private static double ulps(double exact, float value) {
        return Math.abs(value - exact) / Math.ulp((float) exact);
    }

    private static float[] special() {
        return new float[] {0, -0f, 1e-40f, 1e-10f, -1e-10f, 0.5f, 7.9f, 7.91f, -50, 86.9f, -87.1f, 200, -200, 1e30f,
            Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};
    }

    private float[] values(int n) {
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return out;
    }
}
