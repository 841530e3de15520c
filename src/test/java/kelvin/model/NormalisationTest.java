package kelvin.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Densities integrate to one: the evidence needs every constant. */
class NormalisationTest {
    /** Of the trapezium rule at the kink of a Laplace density, the worst case here. */
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @MethodSource("likelihoodsOfNumbers")
    void likelihoodOfOneNumberIntegratesToOne(Likelihood likelihood) {
        Model model = model(likelihood, Prior.Kind.NORMAL);
        double[] theta = theta(model);
        DoubleUnaryOperator density = y -> Math.exp(logLikelihood(model, theta, y));
        assertTrue(isOne(integral(density)));
        DoubleUnaryOperator wrong = y -> density.applyAsDouble(y) * Math.sqrt(2 * Math.PI);
        assertFalse(isOne(integral(wrong)), "a density without its constant passes");
    }

    @Test
    void probabilitiesOfClassesSumToOne() {
        for (Likelihood likelihood : List.of(new Likelihood.Bernoulli(), new Likelihood.Categorical(4))) {
            Model model = model(likelihood, Prior.Kind.NORMAL);
            double[] theta = theta(model);
            int classes = Math.max(2, model.network().outputs());
            double sum = 0;
            double wrong = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logLikelihood(model, theta, c));
                wrong += Math.exp(logLikelihood(model, theta, c) + 0.001);
            }
            assertTrue(isOne(sum));
            assertFalse(isOne(wrong), "probabilities off by a thousandth pass");
        }
    }

    @Test
    void probabilitiesOfCountsSumToOne() {
        Model model = model(new Likelihood.Poisson(), Prior.Kind.NORMAL);
        double[] theta = theta(model);
        theta[4] = 3;
        double sum = 0;
        double wrong = 0;
        for (int y = 0; y < 200; y++) {
            sum += Math.exp(logLikelihood(model, theta, y));
            wrong += Math.exp(logLikelihood(model, theta, y) + Math.log1p(y));
        }
        assertTrue(isOne(sum));
        assertFalse(isOne(wrong), "a logarithm of y! that is one of (y - 1)! passes");
    }

    @Test
    void hierarchicalPriorIntegratesToOne() {
        ReferenceDensity density = density(model(new Likelihood.GaussianLearned(-1, 0.7), Prior.Kind.HIERARCHICAL), 0);
        double total = integral(logScale -> givenScale(density, logScale));
        assertTrue(isOne(total));
        double wrong = integral(logScale -> givenScale(density, logScale) * Math.exp(-logScale));
        assertFalse(isOne(wrong), "a density of the scale taken for that of its logarithm passes");
    }

    /** Density of a log scale, from the joint one: given it, all other parameters are independent. */
    private static double givenScale(ReferenceDensity density, double logScale) {
        double[] origin = new double[7];
        origin[6] = logScale;
        double log = density.logPrior(origin);
        double total = 1;
        for (int i = 0; i < 6; i++) {
            int parameter = i;
            // the noise has a width of its own
            double width = i == 5 ? 1 : Math.exp(logScale) / 3;
            total *= Math.exp(log / 6) * width * integral(value -> {
                double[] theta = origin.clone();
                theta[parameter] = width * value;
                return Math.exp(density.logPrior(theta) - log);
            });
        }
        return total;
    }

    @ParameterizedTest
    @EnumSource(value = Prior.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "HIERARCHICAL")
    void priorIntegratesToOne(Prior.Kind kind) {
        ReferenceDensity density = density(model(new Likelihood.GaussianLearned(-1, 0.7), kind), 0);
        double[] origin = new double[6];
        double total = Math.exp(density.logPrior(origin));
        // independent parameters: the integral is a product of one for each
        for (int i = 0; i < origin.length; i++) {
            int parameter = i;
            total *= integral(value -> {
                double[] theta = new double[6];
                theta[parameter] = value;
                return Math.exp(density.logPrior(theta) - density.logPrior(origin));
            });
        }
        assertTrue(isOne(total));
        assertFalse(isOne(total * Math.sqrt(2 * Math.PI)), "a prior without its constant passes");
    }

    static List<Likelihood> likelihoodsOfNumbers() {
        return List.of(new Likelihood.Gaussian(0.5), new Likelihood.GaussianLearned(-1, 0.7),
                new Likelihood.Heteroscedastic(), new Likelihood.StudentT(6, 0.4),
                new Likelihood.StudentTLearned(9, -1, 0.7));
    }

    private static Model model(Likelihood likelihood, Prior.Kind kind) {
        return new Model(Network.of(Activation.TANH, 4, likelihood.outputs(1)), likelihood, new Prior(kind, 0.8));
    }

    private static double[] theta(Model model) {
        return new Random(3).doubles(model.parameters(), -1, 1).toArray();
    }

    private static ReferenceDensity density(Model model, double y) {
        return new ReferenceDensity(model, new DataSet(List.of("a", "b", "c", "d"), List.of("y"),
                new double[] {0.3, -1, 0.5, 0.7}, new double[] {y}));
    }

    private static double logLikelihood(Model model, double[] theta, double y) {
        return density(model, y).logLikelihood(theta);
    }

    private static boolean isOne(double total) {
        return Math.abs(total - 1) <= TOLERANCE;
    }

    /** Trapezium rule from -30 to 30, where every density here has fallen below 1e-15 of its height. */
    private static double integral(DoubleUnaryOperator density) {
        double step = 0.01;
        double sum = 0;
        for (int i = -3000; i <= 3000; i++) {
            sum += density.applyAsDouble(i * step);
        }
        return sum * step;
    }
}
