package kelvin.explorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import kelvin.bank.BankSettings;
import kelvin.bank.Problems;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Prior;

class AscentTest {
    private static final double[] LIKELIHOOD = {1, 0.3, 0};
    private static final double[] PRIOR = {1, 1, 1};
    private final Model model = Problems.model(Activation.RELU, new Likelihood.Gaussian(0.7),
            new Prior(Prior.Kind.NORMAL, 0.5), 3, 1);

    @Test
    void everyReplicaEndsWhereTheDensityOfItsOwnRungIsFlat() {
        try (ReplicaBank bank = bank(SlotBlock.whole(2, 3))) {
            double[] before = new double[6];
            for (int s = 0; s < 6; s++) {
                before[s] = slope(bank, s, s % 3);
            }
            new Ascent(bank, LIKELIHOOD, PRIOR).climb();
            for (int s = 0; s < 6; s++) {
                double slope = slope(bank, s, s % 3);
                assertTrue(slope < 0.02 * before[s], "slot " + s + ": " + before[s] + " to " + slope);
            }
            // towards the top of the prior is another way, and the check notices it
            new Ascent(bank, new double[3], PRIOR).climb();
            assertTrue(slope(bank, 0, 0) > 0.02 * before[0]);
        }
    }

    @Test
    void whereAReplicaEndsDoesNotDependOnTheBlockItIsIn() {
        try (ReplicaBank whole = bank(SlotBlock.whole(2, 3)); ReplicaBank part = bank(new SlotBlock(1, 1, 1, 2, 2, 3))) {
            new Ascent(whole, LIKELIHOOD, PRIOR).climb();
            new Ascent(part, new double[] {0.3, 0}, new double[] {1, 1}).climb();
            float[] expected = new float[model.parameters()];
            float[] actual = new float[model.parameters()];
            for (int s = 0; s < 2; s++) {
                whole.parameters(4 + s, expected);
                part.parameters(s, actual);
                assertArrayEquals(expected, actual);
            }
        }
    }

    private ReplicaBank bank(SlotBlock block) {
        ReplicaBank bank = new CpuDevice().bank(new BankSettings(model, Problems.data(model, 40), 1, block, true, 2));
        for (int s = 0; s < block.size(); s++) {
            bank.setParameters(s, Problems.parameters(model, block.global(s)));
        }
        bank.evaluate();
        return bank;
    }

    /** Length of the gradient of a rung's log density at a slot's replica. */
    private double slope(ReplicaBank bank, int slot, int rung) {
        float[] likelihood = new float[model.parameters()];
        float[] prior = new float[model.parameters()];
        bank.logLikelihoodGradient(slot, likelihood);
        bank.logPriorGradient(slot, prior);
        double sum = 0;
        for (int i = 0; i < likelihood.length; i++) {
            double g = LIKELIHOOD[rung] * likelihood[i] + PRIOR[rung] * prior[i];
            sum += g * g;
        }
        return Math.sqrt(sum);
    }
}
