package kelvin.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients against central differences, for every layer of every combination of activation, likelihood and prior. */
class ReferenceGradientTest {
    private static final double STEP = 1e-5;
    /** Rounding of a log density of some hundred nats over the step, about 1e-8, with room. */
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @MethodSource("models")
    void gradientOfTheLogLikelihoodIsItsDerivative(Model model) {
        ReferenceDensity density = new ReferenceDensity(model, data(model));
        double[] theta = theta(model);
        double[] gradient = new double[theta.length];
        density.logLikelihoodGradient(theta, gradient);
        assertTrue(isGradient(gradient, theta, density::logLikelihood));
        for (double[] wrong : withADroppedPart(model, gradient, model.priorOffset())) {
            assertFalse(isGradient(wrong, theta, density::logLikelihood), "a gradient with a dropped part passes");
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientOfTheLogPriorIsItsDerivative(Model model) {
        ReferenceDensity density = new ReferenceDensity(model, data(model));
        double[] theta = theta(model);
        double[] gradient = new double[theta.length];
        density.logPriorGradient(theta, gradient);
        assertTrue(isGradient(gradient, theta, density::logPrior));
        for (double[] wrong : withADroppedPart(model, gradient, theta.length)) {
            assertFalse(isGradient(wrong, theta, density::logPrior), "a gradient with a dropped part passes");
        }
    }

    static Stream<Model> models() {
        List<Likelihood> likelihoods = List.of(new Likelihood.Gaussian(0.5), new Likelihood.GaussianLearned(-1, 0.7),
                new Likelihood.Heteroscedastic(), new Likelihood.Bernoulli(), new Likelihood.Categorical(3),
                new Likelihood.StudentT(2.5, 0.5), new Likelihood.StudentTLearned(4, -1, 0.7),
                new Likelihood.Poisson());
        List<Model> models = new ArrayList<>();
        for (Likelihood likelihood : likelihoods) {
            for (Activation activation : Activation.values()) {
                for (Prior.Kind kind : Prior.Kind.values()) {
                    int outputs = likelihood.outputs(targets(likelihood));
                    models.add(new Model(Network.of(activation, 2, 4, 3, outputs), likelihood, new Prior(kind, 0.8)));
                }
            }
        }
        return models.stream();
    }

    private static int targets(Likelihood likelihood) {
        return likelihood.targetKind() == TargetKind.CLASSES ? 1 : 2;
    }

    private static DataSet data(Model model) {
        Random random = new Random(1);
        int rows = 6;
        int targets = targets(model.likelihood());
        double[] x = random.doubles(rows * 2, -2, 2).toArray();
        double[] y = targets == 1 ? new double[] {0, 1, 1, 0, 1, 0} : random.doubles(rows * 2, -2, 2).toArray();
        if (model.likelihood().targetKind() == TargetKind.COUNTS) {
            y = Arrays.stream(y).map(value -> Math.rint(value + 2)).toArray();
        }
        return new DataSet(List.of("a", "b"), targets == 1 ? List.of("y") : List.of("y", "z"), x, y);
    }

    private static double[] theta(Model model) {
        return new Random(2).doubles(model.parameters(), -1.5, 1.5).toArray();
    }

    private static boolean isGradient(double[] gradient, double[] theta, ToDoubleFunction<double[]> density) {
        for (int i = 0; i < theta.length; i++) {
            double[] moved = theta.clone();
            moved[i] = theta[i] + STEP;
            double above = density.applyAsDouble(moved);
            moved[i] = theta[i] - STEP;
            double slope = (above - density.applyAsDouble(moved)) / (2 * STEP);
            if (!(Math.abs(gradient[i] - slope) <= TOLERANCE * Math.max(1, Math.abs(slope)))) {
                return false;
            }
        }
        return true;
    }

    /** The gradient with the weights of a layer, its biases, or a parameter behind the network's up to end set to zero. */
    private static List<double[]> withADroppedPart(Model model, double[] gradient, int end) {
        Network network = model.network();
        List<double[]> wrong = new ArrayList<>();
        for (int l = 0; l < network.layers(); l++) {
            wrong.add(without(gradient, network.weightOffset(l), network.biasOffset(l)));
            wrong.add(without(gradient, network.biasOffset(l), network.weightOffset(l + 1)));
        }
        for (int i = network.parameters(); i < end; i++) {
            wrong.add(without(gradient, i, i + 1));
        }
        return wrong;
    }

    private static double[] without(double[] gradient, int from, int to) {
        double[] wrong = gradient.clone();
        Arrays.fill(wrong, from, to, 0);
        return wrong;
    }
}
