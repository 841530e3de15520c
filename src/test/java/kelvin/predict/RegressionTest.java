package kelvin.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import kelvin.bank.Device;
import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Logistic;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;

/**
 * Against direct sums in double precision. The truth of the coverage test is drawn from the predictive distribution
 * itself: the share of 400 rows within a 95% interval is within 0.95 +- 0.05 but for one in 100,000 seeds (4.5
 * standard deviations of 0.011).
 */
class RegressionTest {
    private static final Device DEVICE = new CpuDevice();
    private static final int ROWS = 400;
    private static final double FLOAT = 2e-5;

    private static Stream<Likelihood> likelihoods() {
        return Stream.of(new Likelihood.Gaussian(0.8), new Likelihood.GaussianLearned(-1, 1),
                new Likelihood.Heteroscedastic());
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void scoresAreTheirDefinitionsOverAllDraws(Likelihood likelihood) {
        Case one = new Case(likelihood, 2);
        Regression regression = one.predict(Outputs.TILE_BYTES);
        for (int j = 0; j < 2; j++) {
            double squares = 0;
            double nll = 0;
            double logDensity = 0;
            double averageOfLogs = 0;
            for (int row = 0; row < ROWS; row++) {
                double y = one.data.y()[2 * row + j];
                double mean = 0;
                double square = 0;
                double density = 0;
                for (int s = 0; s < one.outputs.length; s++) {
                    double m = one.mean(s, row, j);
                    double sd = one.sd(s, row, j);
                    double term = Math.exp(-0.5 * (y - m) * (y - m) / (sd * sd)) / (sd * Math.sqrt(2 * Math.PI));
                    mean += m / one.outputs.length;
                    square += (m * m + sd * sd) / one.outputs.length;
                    density += term / one.outputs.length;
                    averageOfLogs += Math.log(term) / one.outputs.length / ROWS;
                }
                double variance = square - mean * mean;
                squares += (y - mean) * (y - mean) / ROWS;
                nll += 0.5 * (Math.log(2 * Math.PI * variance) + (y - mean) * (y - mean) / variance) / ROWS;
                logDensity += Math.log(density) / ROWS;
                assertEquals(mean, regression.predictions().get(row).get(j).mean(), FLOAT);
                assertEquals(Math.sqrt(variance), regression.predictions().get(row).get(j).sd(), FLOAT);
            }
            Scores scores = regression.scores().get(j);
            assertEquals(Math.sqrt(squares), scores.rmse(), FLOAT);
            assertEquals(nll, scores.nll(), FLOAT);
            assertEquals(logDensity, scores.logPredictiveDensity(), FLOAT);
            // the mean of the draws' log densities is another score, and a worse one
            assertTrue(logDensity - averageOfLogs > 0.1);
        }
    }

    private static Stream<Likelihood> others() {
        return Stream.of(new Likelihood.StudentT(5, 0.8), new Likelihood.StudentTLearned(5, -1, 1), new Likelihood.Poisson());
    }

    @ParameterizedTest
    @MethodSource("others")
    void heavyTailsAndCountsAreTheirDefinitionsToo(Likelihood likelihood) {
        Model model = new Model(Network.of(Activation.TANH, 1, 5, 1), likelihood, new Prior(Prior.Kind.NORMAL, 1));
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = (float) (4.0 * i / ROWS - 2);
            y[i] = i % 4;
        }
        DataSet data = new DataSet(List.of("x"), List.of("y"), x, y);
        Ensemble ensemble = new Ensemble(model, 30, 11);
        double[][] outputs = ensemble.outputs(model, data);
        Regression regression = Regression.of(model, data, List.of(ensemble), Prediction.LEVEL, DEVICE, 1, Outputs.TILE_BYTES);
        double logDensity = 0;
        double fromNormals = 0;
        for (int row = 0; row < ROWS; row++) {
            double mean = 0;
            double square = 0;
            double density = 0;
            double normals = 0;
            for (int s = 0; s < outputs.length; s++) {
                double output = outputs[s][row];
                double scale = likelihood instanceof Likelihood.StudentT ? 0.8 : Math.exp(ensemble.theta(s)[model.parameters() - 1]);
                double z = (y[row] - output) / scale;
                boolean counts = likelihood instanceof Likelihood.Poisson;
                double m = counts ? Math.exp(output) : output;
                mean += m / outputs.length;
                square += (m * m + (counts ? m : scale * scale * 5 / 3)) / outputs.length;
                density += (counts ? Math.pow(m, y[row]) * Math.exp(-m) / (y[row] < 2 ? 1 : y[row] < 3 ? 2 : 6)
                        // Gamma(3) / (Gamma(5/2) sqrt(5 pi)) is 8 / (3 pi sqrt(5))
                        : 8 / (3 * Math.PI * Math.sqrt(5)) * Math.pow(1 + z * z / 5, -3) / scale) / outputs.length;
                double sd = counts ? Math.sqrt(m) : scale;
                normals += Math.exp(-0.5 * (y[row] - m) * (y[row] - m) / (sd * sd)) / (sd * Math.sqrt(2 * Math.PI)) / outputs.length;
            }
            logDensity += Math.log(density) / ROWS;
            fromNormals = Math.max(fromNormals, Math.abs(Math.log(normals / density)));
            Prediction prediction = regression.predictions().get(row).get(0);
            assertEquals(mean, prediction.mean(), FLOAT * Math.max(1, mean));
            assertEquals(Math.sqrt(square - mean * mean), prediction.sd(), FLOAT * Math.max(1, mean));
        }
        assertEquals(logDensity, regression.scores().get(0).logPredictiveDensity(), FLOAT);
        assertTrue(fromNormals > 0.1, "normal distributions of the same scale are others");
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void theIntervalCoversAndThatOfTheOutputAloneDoesNot(Likelihood likelihood) {
        Case one = new Case(likelihood, 1);
        Regression regression = one.predict(Outputs.TILE_BYTES);
        assertEquals(0.95, regression.scores().get(0).coverage95(), 0.05);
        int credible = 0;
        for (int row = 0; row < ROWS; row++) {
            Prediction prediction = regression.predictions().get(row).get(0);
            credible += prediction.credible().contains(one.data.y()[row]) ? 1 : 0;
            assertTrue(prediction.interval().low() < prediction.credible().low());
            assertTrue(prediction.interval().high() > prediction.credible().high());
        }
        assertTrue(credible < 0.9 * ROWS, "without the noise " + credible + " of " + ROWS + " rows are covered");
    }

    @Test
    void neitherTilesNorThreadsChangeABit() {
        Case one = new Case(new Likelihood.Heteroscedastic(), 2);
        Regression whole = one.predict(Outputs.TILE_BYTES);
        Regression inParts = one.predict(1, 3);
        assertTrue(ROWS > 2 * Outputs.BLOCK_ROWS, "there are parts");
        assertEquals(whole.predictions(), inParts.predictions());
        for (int j = 0; j < 2; j++) {
            assertArrayEquals(whole.sums().get(j).toArray(), inParts.sums().get(j).toArray());
        }
    }

    @Test
    void rawUnitsScaleErrorsAndShiftLogDensities() {
        Scores scores = new Scores(0.5, 0.7, -0.6, 0.2, 0.4, 0.7, 0.9, 0.1);
        assertEquals(new Scores(5, 0.7 + Math.log(10), -0.6 - Math.log(10), 2, 0.4, 0.7, 0.9, 0.1), scores.raw(10));
        assertEquals(new Scores(5, 0.7, -0.6, 2, 0.4, 0.7, 0.9, 0.1), scores.rawErrors(10));
        Prediction prediction = new Prediction(1, 2, 3, new Prediction.Interval(-1, 2), new Prediction.Interval(0, 1));
        assertEquals(new Prediction(110, 20, 30, new Prediction.Interval(90, 120), new Prediction.Interval(100, 110)),
                prediction.raw(100, 10));
    }

    /** A random ensemble with data drawn from its own predictive distribution. */
    private static final class Case {
        private final Model model;
        private final DataSet data;
        private final Ensemble ensemble;
        private final double[][] outputs;
        private final int targets;

        Case(Likelihood likelihood, int targets) {
            this.targets = targets;
            model = new Model(Network.of(Activation.TANH, 3, 5, likelihood.outputs(targets)), likelihood,
                    new Prior(Prior.Kind.NORMAL, 1));
            Random random = new Random(7);
            double[] x = new double[3 * ROWS];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            List<String> names = targets == 1 ? List.of("y") : List.of("y0", "y1");
            double[] y = new double[targets * ROWS];
            ensemble = new Ensemble(model, 30, 11);
            outputs = ensemble.outputs(model, new DataSet(List.of("a", "b", "c"), names, x, y));
            for (int i = 0; i < y.length; i++) {
                int s = random.nextInt(outputs.length);
                y[i] = mean(s, i / targets, i % targets) + sd(s, i / targets, i % targets) * random.nextGaussian();
            }
            data = new DataSet(List.of("a", "b", "c"), names, x, y);
        }

        double mean(int s, int row, int j) {
            return outputs[s][row * model.network().outputs() + j];
        }

        double sd(int s, int row, int j) {
            if (model.likelihood() instanceof Likelihood.Gaussian gaussian) {
                return gaussian.noise();
            } else if (model.likelihood() instanceof Likelihood.GaussianLearned) {
                return Math.exp(ensemble.theta(s)[model.parameters() - 1]);
            }
            return Logistic.softplus(outputs[s][row * 2 * targets + targets + j]) + 1e-6;
        }

        Regression predict(long tileBytes) {
            return predict(tileBytes, 1);
        }

        Regression predict(long tileBytes, int threads) {
            return Regression.of(model, data, List.of(ensemble), Prediction.LEVEL, DEVICE, threads, tileBytes);
        }
    }
}
