package kelvin.bank.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.Predictor;
import kelvin.bank.Problems;
import kelvin.bank.ReplicaBank;
import kelvin.bank.ReplicaBankContract;
import kelvin.bank.SlotBlock;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Prior;
import kelvin.model.ReferenceDensity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CublasBankTest extends ReplicaBankContract {
    private static CudaDevice device;

    @BeforeAll
    static void open() {
        device = StandIn.device(KernelChoice.CUBLAS);
    }

    @Override
    protected Device device() {
        return device;
    }

    @Test
    void wideNetworksInSeveralChunksOfRowsAgreeWithTheDoubleReference() {
        for (Activation activation : Activation.values()) {
            Model model = Problems.model(activation, new Likelihood.Heteroscedastic(), new Prior(Prior.Kind.HIERARCHICAL, 1),
                    20, 300, 140, 4);
            DataSet data = Problems.data(model, 701);
            float[] theta = Problems.parameters(model, 3);
            double[] exact = new double[theta.length];
            for (int i = 0; i < exact.length; i++) {
                exact[i] = theta[i];
            }
            double[] expected = new double[theta.length];
            ReferenceDensity reference = new ReferenceDensity(model, data);
            reference.logLikelihoodGradient(exact, expected);
            double likelihood = reference.logLikelihood(exact);
            try (ReplicaBank bank = device.bank(new BankSettings(model, data, 1, SlotBlock.whole(1, 1), true, 1));
                    Predictor predictor = device.predictor(model.network(), data.x(), 1)) {
                assertTrue(bank.device().contains("2 chunks of 384 rows"), bank.device());
                bank.setParameters(0, theta);
                bank.evaluate();
                float[] gradient = new float[theta.length];
                bank.logLikelihoodGradient(0, gradient);
                assertTrue(difference(expected, gradient) < 1e-5, () -> "gradient: " + difference(expected, gradient));
                assertTrue(Math.abs(bank.logLikelihood(0) - likelihood) < 3e-6 * Math.abs(likelihood));
                double[] outputs = new double[4 * 701];
                reference.outputs(exact, outputs);
                float[] predicted = new float[outputs.length];
                predictor.outputs(theta, predicted);
                assertTrue(difference(outputs, predicted) < 1e-5);
                // the weight that joins the first unit with the last
                gradient[300 * 21 + 139] += 0.01f * Math.abs(gradient[300 * 21 + 139]) + 1;
                assertTrue(difference(expected, gradient) > 1e-5, "a wrong element goes unnoticed");
            }
        }
    }

    @Test
    void bothPathsOfTheGpuAgreeToRounding() {
        Model model = Problems.model(Activation.TANH, new Likelihood.Gaussian(0.7), new Prior(Prior.Kind.NORMAL, 1), 6, 40, 1);
        float[][] gradients = new float[2][model.parameters()];
        for (int path = 0; path < 2; path++) {
            Device one = path == 0 ? device : StandIn.device(KernelChoice.FUSED);
            try (ReplicaBank bank = one.bank(new BankSettings(model, Problems.data(model, 200), 1, SlotBlock.whole(1, 1), true,
                    1))) {
                bank.setParameters(0, Problems.parameters(model, 5));
                bank.evaluate();
                bank.logLikelihoodGradient(0, gradients[path]);
            }
        }
        double[] fused = new double[model.parameters()];
        for (int i = 0; i < fused.length; i++) {
            fused[i] = gradients[1][i];
        }
        assertTrue(difference(fused, gradients[0]) < 1e-5);
    }

    private static double difference(double[] expected, float[] actual) {
        double sum = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(sum / norm);
    }
}
