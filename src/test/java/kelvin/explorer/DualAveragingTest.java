package kelvin.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

class DualAveragingTest {
    /** A chain whose acceptance at step size e is exp(-e / scale), with noise; the right step is -scale log(target). */
    private static double settle(double start, double scale, double target) {
        DualAveraging adaptation = new DualAveraging(start, target);
        Random noise = new Random(1);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1000; i++) {
                double acceptance = Math.exp(-adaptation.step() / scale);
                adaptation.update(Math.min(1, Math.max(0, acceptance + 0.2 * noise.nextGaussian())));
            }
            adaptation.restart(1, target);
        }
        return adaptation.averaged();
    }

    @Test
    void findsTheStepWhoseAcceptanceIsTheTarget() {
        for (double scale : new double[] {1e-4, 1, 100}) {
            assertEquals(-scale * Math.log(0.8), settle(0.1, scale, 0.8), 0.1 * scale, "scale " + scale);
            assertTrue(Math.abs(settle(0.1, scale, 0.4) + scale * Math.log(0.8)) > 0.3 * scale,
                    "another target must give another step");
        }
    }

    @Test
    void anAveragedStepChangesLessThanTheOneTried() {
        DualAveraging adaptation = new DualAveraging(1, 0.8);
        for (int i = 0; i < 500; i++) {
            adaptation.update(i % 2 == 0 ? 1 : 0.6);
        }
        double averaged = adaptation.averaged();
        double tried = adaptation.step();
        adaptation.update(0);
        assertTrue(Math.abs(Math.log(adaptation.averaged() / averaged)) < 0.1 * Math.abs(
                Math.log(adaptation.step() / tried)));
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DualAveraging(0, 0.8));
        assertThrows(IllegalArgumentException.class, () -> new DualAveraging(Double.NaN, 0.8));
        assertThrows(IllegalArgumentException.class, () -> new DualAveraging(1, 1));
    }
}
