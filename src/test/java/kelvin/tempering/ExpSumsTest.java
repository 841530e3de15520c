package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Sums of exponentials are right where the exponentials themselves are not numbers. */
class ExpSumsTest {
    private static final int MANY = 1000;
    /** From where exponentials all underflow to where they all overflow, narrow and wide. */
    private static final double[][] CENTRES_AND_SPREADS = {{0, 1}, {-5000, 3}, {5000, 0.1}, {0, 300}, {1e8, 20}};

    @Test
    void bothSumsAreThoseOfLogarithms() {
        for (double[] kind : CENTRES_AND_SPREADS) {
            double[] x = values(kind[0], kind[1]);
            ExpSums sums = new ExpSums(1);
            double whole = LogSum.EMPTY;
            double half = LogSum.EMPTY;
            for (double value : x) {
                sums.add(0, value);
                whole = LogSum.of(whole, value);
                half = LogSum.of(half, value / 2);
            }
            double rounding = 1e-12 + 1e-14 * Math.abs(kind[0]);
            assertEquals(whole, sums.logSum(0), rounding);
            assertEquals(half, sums.logHalfSum(0), rounding);
            assertNotEquals(whole / 2, sums.logHalfSum(0), 1e-3, "half the logarithm is another number");
        }
    }

    @Test
    void joinedPartsAreTheWhole() {
        for (double[] kind : CENTRES_AND_SPREADS) {
            double[] x = values(kind[0], kind[1]);
            ExpSums whole = new ExpSums(2);
            ExpSums one = new ExpSums(2);
            ExpSums other = new ExpSums(2);
            for (int i = 0; i < MANY; i++) {
                whole.add(i % 2, x[i]);
                (i < MANY / 3 ? one : other).add(i % 2, x[i]);
            }
            one.join(one, other);
            for (int place = 0; place < 2; place++) {
                assertEquals(whole.logSum(place), one.logSum(place), 1e-12 + 1e-15 * Math.abs(kind[0]));
                assertEquals(whole.logHalfSum(place), one.logHalfSum(place), 1e-12 + 1e-15 * Math.abs(kind[0]));
            }
        }
    }

    @Test
    void nothingAndInfinitiesAreNoNaN() {
        ExpSums sums = new ExpSums(1);
        assertEquals(Double.NEGATIVE_INFINITY, sums.logSum(0));
        sums.add(0, Double.NEGATIVE_INFINITY);
        assertEquals(Double.NEGATIVE_INFINITY, sums.logHalfSum(0));
        sums.add(0, 3);
        sums.add(0, Double.NEGATIVE_INFINITY);
        assertEquals(3, sums.logSum(0));
        assertEquals(1.5, sums.logHalfSum(0));
        sums.add(0, Double.POSITIVE_INFINITY);
        sums.add(0, Double.POSITIVE_INFINITY);
        sums.add(0, 3);
        assertEquals(Double.POSITIVE_INFINITY, sums.logSum(0));
        sums.clear();
        sums.join(new ExpSums(1), sums);
        assertEquals(Double.NEGATIVE_INFINITY, sums.logSum(0));
    }

    @Test
    void whatIsSavedGoesOnAsBefore() throws IOException {
        double[] x = values(-100, 30);
        ExpSums whole = new ExpSums(1);
        ExpSums restored = new ExpSums(1);
        for (int i = 0; i < MANY; i++) {
            if (i == MANY / 2) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                whole.save(new DataOutputStream(bytes));
                restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            }
            whole.add(0, x[i]);
            restored.add(0, x[i]);
        }
        assertEquals(whole.logSum(0), restored.logSum(0));
        assertEquals(whole.logHalfSum(0), restored.logHalfSum(0));
    }

    private static double[] values(double centre, double spread) {
        return new Random(1).doubles(MANY).map(u -> centre + spread * (2 * u - 1)).toArray();
    }
}
