package kelvin.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MomentsTest {
    @Test
    void aConstantHasItselfAsMeanAndNoVariance() {
        double[] x = new double[21];
        Arrays.fill(x, 0.1);
        assertEquals(0.1, Moments.mean(x));
        assertEquals(0.0, Moments.variance(x));
        double onePass = 0;
        for (double v : x) {
            onePass += v;
        }
        assertNotEquals(0.1, onePass / x.length, "one pass rounds");
    }

    @Test
    void theVarianceIsUnbiasedAndAccurateFarFromZero() {
        double[] x = {1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 5};
        assertEquals(1e9 + 3, Moments.mean(x));
        assertEquals(10.0 / 3, Moments.variance(x), 1e-15);
    }
}
