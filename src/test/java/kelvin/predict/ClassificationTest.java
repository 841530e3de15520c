package kelvin.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;

class ClassificationTest {
    private static final double[] X = {-2, -1, 0.5, 3};
    private static final double[] CLASSES = {1, 0, 1, 0};

    @Test
    void probabilitiesAreAveragedNotLogits() {
        Model model = model(new Likelihood.Bernoulli(), 1);
        DataSet data = data(CLASSES);
        Ensemble ensemble = new Ensemble(model, 20, 3);
        double[][] outputs = ensemble.outputs(model, data);
        Classification classification = Classification.of(model, data, ensemble, new CpuDevice(), 1);
        double logScore = 0;
        double accuracy = 0;
        double fromMeanLogit = 0;
        for (int row = 0; row < 4; row++) {
            double one = 0;
            double logit = 0;
            for (double[] ofDraw : outputs) {
                one += 1 / (1 + Math.exp(-ofDraw[row])) / outputs.length;
                logit += ofDraw[row] / outputs.length;
            }
            assertEquals(one, classification.probabilities().get(row).get(1), 1e-6);
            assertEquals(1 - one, classification.probabilities().get(row).get(0), 1e-6);
            logScore += Math.log(CLASSES[row] == 1 ? one : 1 - one) / 4;
            accuracy += (one > 0.5) == (CLASSES[row] == 1) ? 0.25 : 0;
            fromMeanLogit += Math.abs(one - 1 / (1 + Math.exp(-logit)));
        }
        assertEquals(logScore, classification.scores().logScore(), 1e-6);
        assertEquals(accuracy, classification.scores().accuracy());
        assertTrue(fromMeanLogit > 1e-3);
    }

    @Test
    void softmaxGivesOneProbabilityForEachClass() {
        Model model = model(new Likelihood.Categorical(3), 3);
        DataSet data = data(new double[] {0, 1, 2, 2});
        Ensemble ensemble = new Ensemble(model, 20, 5);
        double[][] outputs = ensemble.outputs(model, data);
        Classification classification = Classification.of(model, data, ensemble, new CpuDevice(), 1);
        for (int row = 0; row < 4; row++) {
            for (int c = 0; c < 3; c++) {
                double probability = 0;
                for (double[] f : outputs) {
                    probability += Math.exp(f[3 * row + c])
                            / (Math.exp(f[3 * row]) + Math.exp(f[3 * row + 1]) + Math.exp(f[3 * row + 2]))
                            / outputs.length;
                }
                assertEquals(probability, classification.probabilities().get(row).get(c), 1e-6);
            }
        }
    }

    private static Model model(Likelihood likelihood, int outputs) {
        return new Model(Network.of(Activation.TANH, 1, 4, outputs), likelihood, new Prior(Prior.Kind.NORMAL, 1));
    }

    private static DataSet data(double[] classes) {
        return new DataSet(List.of("x"), List.of("class"), X, classes);
    }
}
