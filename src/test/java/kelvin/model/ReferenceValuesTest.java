package kelvin.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.google.gson.Gson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The double reference against float64 values that JAX computed (see src/test/python/reference_json.py). */
class ReferenceValuesTest {
    /** Sums of up to 10^4 terms in another order, in double precision. */
    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @MethodSource("cases")
    void everythingAgreesWithJax(Case given) {
        ReferenceDensity density = new ReferenceDensity(given.model(), given.data());
        for (int t = 0; t < given.theta.length; t++) {
            double[] theta = given.theta[t];
            double[] output = new double[given.output[t].length];
            density.outputs(theta, output);
            assertTrue(close(output, given.output[t]), "outputs");
            assertEquals(given.log_likelihood[t], density.logLikelihood(theta),
                    TOLERANCE * Math.abs(given.log_likelihood[t]));
            assertEquals(given.log_prior[t], density.logPrior(theta), TOLERANCE * Math.abs(given.log_prior[t]));
            double[] gradient = new double[theta.length];
            density.logLikelihoodGradient(theta, gradient);
            assertTrue(close(gradient, given.grad_log_likelihood[t]), "gradient of the log-likelihood");
            gradient[theta.length - 1] *= 1 + 1e-9;
            assertFalse(close(gradient, given.grad_log_likelihood[t]), "a wrong last component passes");
            density.logPriorGradient(theta, gradient);
            assertTrue(close(gradient, given.grad_log_prior[t]), "gradient of the log-prior");
        }
    }

    static Stream<Case> cases() throws IOException {
        try (Reader json = new InputStreamReader(
                ReferenceValuesTest.class.getResourceAsStream("log_density.json"), StandardCharsets.UTF_8)) {
            return Stream.of(new Gson().fromJson(json, Case[].class));
        }
    }

    /** Component by component, relative to the largest. */
    private static boolean close(double[] actual, double[] expected) {
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * largest)) {
                return false;
            }
        }
        return true;
    }

    /** A case as the file spells it. */
    private static final class Case {
        String name;
        List<Integer> sizes;
        String act;
        String likelihood;
        String prior;
        double prior_scale;
        double noise;
        double log_noise_mean;
        double log_noise_sd;
        double[] X;
        double[] y;
        double[][] theta;
        double[][] output;
        double[] log_likelihood;
        double[] log_prior;
        double[][] grad_log_likelihood;
        double[][] grad_log_prior;

        Model model() {
            Network network = new Network(sizes, Activation.valueOf(act.toUpperCase(Locale.ROOT)));
            Prior.Kind kind = Prior.Kind.valueOf(prior.toUpperCase(Locale.ROOT).replace('-', '_'));
            return new Model(network, likelihood(network.outputs()), new Prior(kind, prior_scale));
        }

        DataSet data() {
            int inputs = sizes.get(0);
            int targets = y.length * inputs / X.length;
            return new DataSet(Collections.nCopies(inputs, "x"), Collections.nCopies(targets, "y"), X, y);
        }

        private Likelihood likelihood(int outputs) {
            return switch (likelihood) {
                case "gaussian" -> new Likelihood.Gaussian(noise);
                case "gaussian-learned" -> new Likelihood.GaussianLearned(log_noise_mean, log_noise_sd);
                case "heteroscedastic" -> new Likelihood.Heteroscedastic();
                case "bernoulli" -> new Likelihood.Bernoulli();
                case "categorical" -> new Likelihood.Categorical(outputs);
                default -> throw new IllegalArgumentException(likelihood);
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
