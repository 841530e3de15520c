package kelvin.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

class ReferenceDensityTest {
    private static final Prior PRIOR = new Prior(Prior.Kind.NORMAL, 1);

    @Test
    void logisticFunctionsAreExactFarOut() {
        assertEquals(1000, Logistic.softplus(1000));
        assertEquals(0, Logistic.softplus(-1000));
        assertEquals(Math.exp(-40), Logistic.softplus(-40), 1e-12 * Math.exp(-40));
        assertEquals(Math.log(2), Logistic.softplus(0), 1e-15);
        assertEquals(1, Logistic.sigmoid(1000));
        assertEquals(Math.exp(-700), Logistic.sigmoid(-700), 1e-12 * Math.exp(-700));
        assertEquals(1000 + Math.log(2), Logistic.logSumExp(new double[] {1000, 1000}), 1e-12);
        assertEquals(-1000, Logistic.logSumExp(new double[] {-1000, -2000}));
    }

    @Test
    void aVeryUnlikelyClassHasAFiniteLogLikelihoodAndGradient() {
        Model binary = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.Bernoulli(), PRIOR);
        ReferenceDensity density = new ReferenceDensity(binary, row(0));
        assertEquals(-2000, density.logLikelihood(new double[] {2000, 0}));
        double[] gradient = new double[2];
        density.logLikelihoodGradient(new double[] {2000, 0}, gradient);
        assertEquals(-1, gradient[1]);

        Model classes = new Model(Network.of(Activation.RELU, 1, 2), new Likelihood.Categorical(2), PRIOR);
        density = new ReferenceDensity(classes, row(1));
        assertEquals(-2000, density.logLikelihood(new double[] {2000, 0, 0, 0}));
    }

    @Test
    void aVerySmallLogProbabilityIsNotLost() {
        Model binary = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.Bernoulli(), PRIOR);
        double logProbability = new ReferenceDensity(binary, row(1)).logLikelihood(new double[] {50, 0});
        assertEquals(-Math.exp(-50), logProbability, 1e-12 * Math.exp(-50));
    }

    @Test
    void heteroscedasticScaleHasAFloor() {
        Model model = new Model(Network.of(Activation.RELU, 1, 2), new Likelihood.Heteroscedastic(), PRIOR);
        double density = new ReferenceDensity(model, row(0)).logLikelihood(new double[] {0, -2000, 0, 0});
        assertEquals(-Math.log(1e-6) - 0.5 * Math.log(2 * Math.PI), density, 1e-12);
    }

    @Test
    void learnedNoiseHasANormalPriorUnderALaplacePriorOfTheWeights() {
        Model model = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.GaussianLearned(-1, 0.5),
                new Prior(Prior.Kind.LAPLACE, 2));
        double z = (0.25 + 1) / 0.5;
        double expected = -(0.5 + 1.5) / 2 - 2 * Math.log(4)
                - 0.5 * z * z - Math.log(0.5) - 0.5 * Math.log(2 * Math.PI);
        assertEquals(expected, new ReferenceDensity(model, row(0)).logPrior(new double[] {-0.5, 1.5, 0.25}), 1e-14);
    }

    @Test
    void studentsTAndPoissonHaveTheirTabledValues() {
        // scipy.stats.t.logpdf(0.75, 3, 0, 0.5) and scipy.stats.poisson.logpmf(7, exp(1.5))
        Network network = Network.of(Activation.RELU, 1, 1);
        assertEquals(-1.42697324493441, new ReferenceDensity(new Model(network, new Likelihood.StudentT(3, 0.5), PRIOR),
                row(2.25)).logLikelihood(new double[] {1, 0.5}), 1e-13);
        assertEquals(-2.506850431403479, new ReferenceDensity(new Model(network, new Likelihood.Poisson(), PRIOR),
                row(7)).logLikelihood(new double[] {1, 0.5}), 1e-13);
    }

    @Test
    void hierarchicalPriorIsNormalAroundTheLayersScale() {
        Model model = new Model(Network.of(Activation.RELU, 4, 1), new Likelihood.Gaussian(1),
                new Prior(Prior.Kind.HIERARCHICAL, 2));
        double[] theta = {1, 0, 0, 0, 3, Math.log(1.5)};
        double expected = 0;
        for (int i = 0; i < 5; i++) {
            expected += RowDensity.logNormal(theta[i], 0, i < 4 ? 0.75 : 1.5);
        }
        expected += Math.log(2) + RowDensity.logNormal(1.5, 0, 2) + Math.log(1.5);
        DataSet data = new DataSet(List.of("a", "b", "c", "d"), List.of("y"), new double[4], new double[1]);
        assertEquals(expected, new ReferenceDensity(model, data).logPrior(theta), 1e-13);
    }

    @Test
    void dataThatDoNotFitAreRefused() {
        Model classes = new Model(Network.of(Activation.RELU, 1, 3), new Likelihood.Categorical(3), PRIOR);
        assertRefused("class: 3.0, must be a whole number from 0 to 2", classes, row(3));
        assertRefused("class: 0.5, must be a whole number from 0 to 2", classes, row(0.5));
        assertRefused("class: NaN, must be a whole number from 0 to 2", classes, row(Double.NaN));
        Model counts = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.Poisson(), PRIOR);
        assertRefused("count: -1.0, must be a whole number from 0 up", counts, row(-1));
        assertRefused("count: 2.5, must be a whole number from 0 up", counts, row(2.5));
        Model wide = new Model(Network.of(Activation.RELU, 2, 1), new Likelihood.Gaussian(1), PRIOR);
        assertRefused("sizes: [2, 1], must start with the data's 1 inputs and end with 1 outputs", wide, row(0));
    }

    @Test
    void aThetaOfAnotherLengthIsRefused() {
        Model model = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.Gaussian(1), PRIOR);
        ReferenceDensity density = new ReferenceDensity(model, row(0));
        assertEquals("theta: length 3, must be 2", assertThrows(IllegalArgumentException.class,
                () -> density.logPrior(new double[3])).getMessage());
    }

    private static void assertRefused(String message, Model model, DataSet data) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> new ReferenceDensity(model, data)).getMessage());
    }

    private static DataSet row(double y) {
        return new DataSet(List.of("x"), List.of("y"), new double[] {1}, new double[] {y});
    }
}
