package kelvin.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

import org.junit.jupiter.api.Test;

class StreamTest {
    private static final int N = 1 << 20;

    @Test
    void normalsArePinnedToTheBit() {
        // FNV-1a over the bits of a million normals: what every processor, vector width and device must reproduce.
        float[] z = normals(42, N);
        long hash = 0xcbf29ce484222325L;
        for (float value : z) {
            hash = (hash ^ Float.floatToRawIntBits(value) & 0xFFFFFFFFL) * 0x100000001b3L;
        }
        assertEquals(PINNED, Long.toHexString(hash));
    }

    @Test
    void normalsHaveTheMomentsOfNormals() {
        float[] z = normals(7, N);
        assertTrue(momentsAgree(z, x -> x), "the stream's own normals");
        assertTrue(!momentsAgree(z, x -> 1.01 * x), "one percent too wide must be noticed");
        assertTrue(!momentsAgree(z, x -> Math.abs(x) > 4 ? 0 : x), "cut tails must be noticed");
    }

    @Test
    void neighbouringNormalsAreUncorrelated() {
        float[] z = normals(9, N);
        for (int lag : new int[] {1, 2, 4, 15, 16, 17, 32, 64}) {
            double sum = 0;
            for (int i = lag; i < N; i++) {
                sum += z[i] * (double) z[i - lag];
            }
            double score = sum / Math.sqrt(N - lag);
            assertTrue(Math.abs(score) < 5, "lag " + lag + ": " + score + " standard errors");
        }
    }

    @Test
    void aPrefixDoesNotDependOnHowManyAreAskedFor() {
        float[] all = normals(3, 1000);
        for (int n : new int[] {1, 15, 16, 17, 63, 64, 65, 999}) {
            float[] some = normals(3, n);
            assertTrue(Arrays.equals(all, 0, n, some, 0, n), n + " normals");
        }
    }

    @Test
    void everyCoordinateChangesTheNumbers() {
        Set<Double> seen = new HashSet<>();
        for (long seed : new long[] {1, 2, 1L << 32}) {
            for (Purpose purpose : Purpose.values()) {
                for (int slot : new int[] {0, 1, Stream.MAX_SLOTS - 1}) {
                    for (long iteration : new long[] {0, 1, 1L << 32}) {
                        Stream stream = new Stream(seed).at(purpose, slot, iteration);
                        for (int index = 0; index < 4; index++) {
                            assertTrue(seen.add(stream.uniform(index)), "a number came twice");
                        }
                    }
                }
            }
        }
    }

    @Test
    void uniformsLieStrictlyInsideAndAreUniform() {
        Stream stream = new Stream(11).at(Purpose.ACCEPT, 3, 5);
        int[] bins = new int[64];
        for (int i = 0; i < N; i++) {
            double u = stream.uniform(i);
            assertTrue(u > 0 && u < 1);
            bins[(int) (64 * u)]++;
        }
        double chiSquare = 0;
        for (int count : bins) {
            chiSquare += Math.pow(count - N / 64.0, 2) / (N / 64.0);
        }
        // 63 degrees of freedom: mean 63, standard deviation 11.2; five of them.
        assertTrue(chiSquare < 120, "chi square " + chiSquare);
        assertNotEquals(stream.uniform(0), stream.uniform(1));
    }

    @Test
    void aSlotOutOfRangeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Stream(1).at(Purpose.SWAP, Stream.MAX_SLOTS, 0));
        assertThrows(IllegalArgumentException.class, () -> new Stream(1).at(Purpose.SWAP, -1, 0));
    }

    private static float[] normals(long seed, int n) {
        float[] z = new float[n];
        new Stream(seed).at(Purpose.PROPOSAL, 11, 13).normals(z, 0, n);
        return z;
    }

    /** Whether moments 1 to 6 and the share beyond 4 lie within five standard errors of the normal's. */
    private static boolean momentsAgree(float[] z, DoubleUnaryOperator change) {
        double[] moment = new double[13];
        double beyondFour = 0;
        for (float value : z) {
            double x = change.applyAsDouble(value);
            double power = 1;
            for (int k = 0; k <= 12; k++) {
                moment[k] += power / z.length;
                power *= x;
            }
            beyondFour += Math.abs(x) > 4 ? 1 : 0;
        }
        double[] exact = {1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395};
        boolean agree = true;
        for (int k = 1; k <= 6; k++) {
            double error = Math.sqrt((exact[2 * k] - exact[k] * exact[k]) / z.length);
            agree &= Math.abs(moment[k] - exact[k]) < 5 * error;
        }
        double expected = 6.334e-5 * z.length;
        return agree && Math.abs(beyondFour - expected) < 5 * Math.sqrt(expected);
    }

    private static final String PINNED = "3cfd16f1758e5986";
}
