package kelvin.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import kelvin.bank.Transition;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;

class IntervalsTest {
    private static final int ROWS = 100;
    private static final int LEAPFROG = 10;
    private static final int RUNGS = 4;

    @Test
    void aSmallProblemReportsEveryHundredIterations() {
        assertEquals(100, new Intervals(settings(Network.of(Activation.RELU, 1, 8, 1), 10)).longest());
    }

    /** A run can stop at ends of intervals alone: a signal must not have to wait for a hundred slow iterations. */
    @Test
    void aSlowProblemReportsAfterSecondsOfWork() {
        Network network = Network.of(Activation.RELU, 1, 3000, 3000, 1);
        Intervals intervals = new Intervals(settings(network, 1000));
        double iteration = 6.0 * network.parameters() * ROWS * LEAPFROG * RUNGS;
        assertTrue(100 * iteration > 10 * Intervals.OPERATIONS, "else this shows nothing");
        assertEquals(5, intervals.longest());
        assertTrue(intervals.longest() * iteration <= Intervals.OPERATIONS);
        assertEquals(1, new Intervals(settings(network, 1)).longest(), "so that draws stay within their bytes");
    }

    private static SampleSettings settings(Network network, int thin) {
        DataSet rows = new DataSet(List.of("x"), List.of("y"), new double[ROWS], new double[ROWS]);
        Model model = new Model(network, new Likelihood.Gaussian(0.1), new Prior(Prior.Kind.NORMAL, 1));
        return new SampleSettings(model, rows, Ladder.geometricToPrior(RUNGS, 0.01), LadderTuning.FIXED, 1, 1,
                new Transition.Hmc(0), LEAPFROG, OptionalDouble.empty(), 0.8, Adaptation.NONE, Init.PRIOR, 1000,
                1000, thin, 1, 1, false);
    }
}
