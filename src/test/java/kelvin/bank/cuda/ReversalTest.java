package kelvin.bank.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Problems;
import kelvin.bank.SlotBlock;
import kelvin.bank.Transition;
import kelvin.model.Activation;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Prior;
import kelvin.tempering.Coefficients;
import kelvin.tempering.SwapSchedule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trajectories on the lattice lead back to where they came from, and not one bit is another. */
class ReversalTest {
    private static final int STEPS = 12;
    private static CudaDevice device;

    @BeforeAll
    static void open() {
        device = StandIn.device(KernelChoice.AUTO);
    }

    static Stream<Model> models() {
        Likelihood learned = new Likelihood.GaussianLearned(-1, 1);
        return Stream.of(
                Problems.model(Activation.RELU, learned, new Prior(Prior.Kind.NORMAL, 1), 5, 32, 32, 1),
                Problems.model(Activation.TANH, new Likelihood.Bernoulli(), new Prior(Prior.Kind.LAPLACE, 0.7), 3, 9, 17, 1),
                Problems.model(Activation.SILU, learned, new Prior(Prior.Kind.HIERARCHICAL, 1.3), 4, 16, 2));
    }

    @ParameterizedTest
    @MethodSource("models")
    void trajectoriesLeadBackToTheBit(Model model) {
        for (float[] counts : reversal(model, true)) {
            assertTrue(counts[0] > 0.9 * model.parameters(), counts[0] + " moved");
            assertEquals(0, counts[1], "positions");
            assertEquals(0, counts[2], "momenta");
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void stepsThatAreNotRoundedToTheLatticeDoNot(Model model) {
        for (float[] counts : reversal(model, false)) {
            assertTrue(counts[1] > 0, counts[1] + " are elsewhere");
        }
    }

    /** Counts of two rungs and two ladders, each rung with its own step size. */
    private static float[][] reversal(Model model, boolean onLattice) {
        SlotBlock block = SlotBlock.whole(2, 2);
        BankSettings settings = TensorDevice.tensor(new BankSettings(model, Problems.data(model, 150), 3, block, true, 1));
        try (CudaBank bank = (CudaBank) device.bank(settings)) {
            for (int s = 0; s < block.size(); s++) {
                bank.setParameters(s, Problems.parameters(model, s));
            }
            bank.evaluate();
            double[] steps = {0.003, 0.005, 0.003, 0.005};
            return bank.reversal(new Advance(7, 1, new Transition.Hmc(0), List.of(new Coefficients(1, 1),
                    new Coefficients(0.3, 1)), steps, new int[] {STEPS, STEPS, STEPS, STEPS}, new SwapSchedule(1, 2),
                    Advance.Draws.NONE), onLattice);
        }
    }
}
