package kelvin.bank.cpu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import kelvin.bank.BankSettings;
import kelvin.bank.Problems;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Prior;
import kelvin.model.ReferenceDensity;

/** Float32 terms of a million rows sum up to the double reference's energies: their roundings cancel, none is lost. */
class MillionRowsTest {
    private static final int ROWS = 1_000_000;
    private static final double TOLERANCE = 1e-9;

    @Test
    void energiesOfAMillionRowsAgreeWithTheDoubleReference() {
        for (Likelihood likelihood : List.of(new Likelihood.GaussianLearned(0, 1), new Likelihood.Bernoulli())) {
            Model model = Problems.model(Activation.TANH, likelihood, new Prior(Prior.Kind.NORMAL, 1), 3, 8, 1);
            DataSet data = Problems.data(model, ROWS);
            float[] theta = Problems.parameters(model, 1);
            double[] wide = new double[theta.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = theta[i];
            }
            double reference = new ReferenceDensity(model, data).logLikelihood(wide);
            try (ReplicaBank bank = new CpuDevice().bank(new BankSettings(model, data, 1, SlotBlock.whole(1, 1), true, 2))) {
                bank.setParameters(0, theta);
                bank.evaluate();
                double energy = bank.logLikelihood(0);
                assertTrue(agrees(energy, reference), likelihood + ": " + energy + ", must be " + reference);
                assertFalse(agrees((float) energy, reference), "a sum in float32");
                // one row of a million
                assertFalse(agrees(energy * (1 + 1.0 / ROWS), reference));
            }
        }
    }

    private static boolean agrees(double energy, double reference) {
        return Math.abs(energy - reference) <= TOLERANCE * Math.abs(reference);
    }
}
