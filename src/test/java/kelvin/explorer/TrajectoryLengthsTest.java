package kelvin.explorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

import org.junit.jupiter.api.Test;

class TrajectoryLengthsTest {
    /** Rounds of trajectories on oscillators whose squared distance after n steps is sin^2(n / period), with noise. */
    private static int settle(int start, double period, int rounds, int each) {
        TrajectoryLengths lengths = new TrajectoryLengths(new int[] {start, start, start});
        Random random = new Random(1);
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < each; i++) {
                for (int k = 0; k < 3; k++) {
                    int n = Math.max(1, (int) Math.rint(2 * lengths.at(k) * random.nextDouble()));
                    lengths.observe(k, n, Math.sin(n / period) * random.nextGaussian());
                }
            }
            lengths.set(lengths.next());
        }
        return lengths.at(1);
    }

    @Test
    void findTheLengthThatMovesFurthestForItsGradients() {
        for (double period : new double[] {10, 60, 200}) {
            // of lengths uniform up to twice n, the mean of sin^2 is (1 - sin(4 n / period) / (4 n / period)) / 2
            double best = 0;
            int argument = 0;
            for (int n = 1; n < 1000; n++) {
                double x = 4 * n / period;
                double rate = (1 - Math.sin(x) / x) / n;
                argument = rate > best ? n : argument;
                best = Math.max(best, rate);
            }
            for (int start : new int[] {16, 128, 512}) {
                int found = settle(start, period, 12, 400);
                double x = 4 * found / period;
                double rate = (1 - Math.sin(x) / x) / found;
                assertTrue(rate > 0.85 * best, "period " + period + " from " + start + ": " + found + ", best " + argument);
            }
        }
    }

    @Test
    void growAndShrinkByTwoAtMostAndKeepWithinTheirBounds() {
        assertEquals(64, settle(32, 1e6, 1, 400), 12);
        assertEquals(TrajectoryLengths.MOST, settle(32, 1e6, 12, 400));
        TrajectoryLengths one = new TrajectoryLengths(new int[] {4});
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 40; i++) {
                one.observe(0, one.at(0), 1);
                one.observe(0, 2 * one.at(0), 1e-3);
            }
            one.set(one.next());
        }
        assertEquals(1, one.at(0));
    }

    @Test
    void startLongerWithMoreParametersAndShorterWhereTheLikelihoodCountsLess() {
        assertEquals(8, TrajectoryLengths.start(1));
        assertEquals(80, TrajectoryLengths.start(100));
        assertEquals(TrajectoryLengths.MOST, TrajectoryLengths.start(1_000_000));
        assertEquals(80, TrajectoryLengths.start(80, 1));
        assertEquals(40, TrajectoryLengths.start(80, 0.25));
        assertEquals(8, TrajectoryLengths.start(80, 0));
        assertEquals(3, TrajectoryLengths.start(3, 0));
    }

    @Test
    void tooFewTrajectoriesChangeNothing() {
        assertEquals(32, settle(32, 1e6, 1, 5));
    }

    @Test
    void goOnAfterASaveAsIfNothingHadHappened() throws IOException {
        TrajectoryLengths saved = new TrajectoryLengths(new int[] {10, 10});
        TrajectoryLengths restored = new TrajectoryLengths(new int[] {10, 10});
        Random random = new Random(2);
        for (int i = 0; i < 60; i++) {
            saved.observe(i % 2, 1 + random.nextInt(20), random.nextGaussian());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        saved.save(new DataOutputStream(bytes));
        restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        int[] next = saved.next();
        assertArrayEquals(next, restored.next());
        assertTrue(next[0] != 10 || next[1] != 10, "the check sees something");
    }
}
