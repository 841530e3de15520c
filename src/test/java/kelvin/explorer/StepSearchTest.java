package kelvin.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

import org.junit.jupiter.api.Test;

class StepSearchTest {
    /** A chain whose acceptance at step size e is exp(-e / scale), with noise; the right step is -scale log(target). */
    private static double settle(double start, double scale, double target) {
        StepSearch adaptation = new StepSearch(start, target);
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
        StepSearch adaptation = new StepSearch(1, 0.8);
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
    void fewTransitionsAreEnoughWhateverItStartsFrom() {
        for (double start : new double[] {0.05, 0.3, 1, 5}) {
            double sum = 0;
            int searches = 200;
            for (int seed = 0; seed < searches; seed++) {
                StepSearch search = new StepSearch(start, 0.8);
                Random noise = new Random(seed);
                for (int i = 0; i < 25; i++) {
                    search.update(acceptance(search.step(), noise));
                }
                sum += expectedAcceptance(search.averaged());
            }
            // dual averaging comes to 0.89
            assertEquals(0.8, sum / searches, 0.04, "from " + start);
        }
    }

    /** Of a trajectory whose energy error is normal, with a standard deviation that grows as the square of the step. */
    private static double acceptance(double step, Random random) {
        double deviation = 0.5 * step * step;
        return Math.exp(Math.min(0, deviation * random.nextGaussian() - deviation * deviation / 2));
    }

    private static double expectedAcceptance(double step) {
        Random random = new Random(7);
        double sum = 0;
        for (int i = 0; i < 2000; i++) {
            sum += acceptance(step, random);
        }
        return sum / 2000;
    }

    @Test
    void itGoesOnAfterASaveAsIfNothingHadHappened() throws IOException {
        StepSearch saved = new StepSearch(1, 0.8);
        for (int i = 0; i < 7; i++) {
            saved.update(i % 3 == 0 ? 0.2 : 1);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        saved.save(new DataOutputStream(bytes));
        StepSearch restored = new StepSearch(3, 0.6);
        restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        saved.update(0.1);
        restored.update(0.1);
        assertEquals(saved.step(), restored.step());
        assertEquals(saved.averaged(), restored.averaged());
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new StepSearch(0, 0.8));
        assertThrows(IllegalArgumentException.class, () -> new StepSearch(Double.NaN, 0.8));
        assertThrows(IllegalArgumentException.class, () -> new StepSearch(1, 1));
    }
}
