package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import org.junit.jupiter.api.Test;

class ReferenceCaseTest {
    @Test
    void valuesThatDoNotFitTheModelAreRefused() {
        assertRefused("case c: theta of length 3, must be 2 for its model and rows",
                new double[][] {{1, 2, 3}}, new double[][] {{1}}, new double[1]);
        assertRefused("case c: output of length 2, must be 1 for its model and rows",
                new double[][] {{1, 2}}, new double[][] {{1, 2}}, new double[1]);
        assertRefused("case c: 1 theta, 1 output, 0 log_likelihood, 1 log_prior, 1 grad_log_likelihood, "
                + "1 grad_log_prior, must be equally many",
                new double[][] {{1, 2}}, new double[][] {{1}}, new double[0]);
    }

    private static void assertRefused(String message, double[][] theta, double[][] outputs, double[] logLikelihood) {
        Model model = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.Gaussian(1),
                new Prior(Prior.Kind.NORMAL, 1));
        DataSet data = new DataSet(List.of("x"), List.of("y"), new double[] {1}, new double[] {1});
        double[][] gradient = {{1, 2}};
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> new ReferenceCase("c", model, data,
                theta, outputs, logLikelihood, new double[1], gradient, gradient)).getMessage());
    }
}
