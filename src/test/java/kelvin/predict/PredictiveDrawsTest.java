package kelvin.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;

/** Bounds are 5 standard errors of the statistic: one in a million seeds would fail. */
class PredictiveDrawsTest {
    private static final int ROWS = 2000;
    private static final float BIAS = 0.5f;
    private static final DataSet DATA = new DataSet(List.of("x"), List.of("y"), new double[ROWS], new double[ROWS]);

    @Test
    void noiseIsAddedToTheOutput() {
        Model model = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.Gaussian(0.25),
                new Prior(Prior.Kind.NORMAL, 1));
        Ensemble ensemble = new Ensemble(model, 3, 1);
        float[] values = new float[ROWS];
        try (PredictiveDraws draws = new PredictiveDraws(model, DATA, ensemble, 9, new CpuDevice(), 1)) {
            draws.fill(1, 2, 1, values);
        }
        // all inputs are 0: the output is the bias
        double bias = ensemble.theta(5)[1];
        double[] errors = new double[ROWS];
        Arrays.setAll(errors, i -> values[i] - bias);
        assertEquals(0, Arrays.stream(errors).average().orElseThrow(), 5 * 0.25 / Math.sqrt(ROWS));
        double variance = Arrays.stream(errors).map(e -> e * e).average().orElseThrow();
        assertEquals(0.0625, variance, 5 * 0.0625 * Math.sqrt(2.0 / ROWS));
    }

    @Test
    void studentsTHasItsTails() {
        double[] values = drawn(new Likelihood.StudentT(5, 0.25));
        // of the normal distribution 0.0455 lie beyond two scales
        double p = 2 * TDistribution.of(5).survivalProbability(2);
        double share = Arrays.stream(values).filter(e -> Math.abs(e) > 2 * 0.25).count() / (double) ROWS;
        assertEquals(p, share, 5 * Math.sqrt(p * (1 - p) / ROWS));
        assertTrue(p - 0.0455 > 5 * Math.sqrt(p * (1 - p) / ROWS));
    }

    @Test
    void countsAreThoseOfTheExponentialOfTheOutput() {
        double[] values = drawn(new Likelihood.Poisson());
        double rate = Math.exp(BIAS);
        double mean = Arrays.stream(values).map(e -> e + BIAS).average().orElseThrow();
        assertEquals(rate, mean, 5 * Math.sqrt(rate / ROWS));
        assertTrue(Math.abs(rate - BIAS) > 5 * Math.sqrt(rate / ROWS), "the output itself is another rate");
        double none = Arrays.stream(values).filter(e -> Math.abs(e + BIAS) < 1e-6).count() / (double) ROWS;
        assertEquals(Math.exp(-rate), none, 5 * Math.sqrt(Math.exp(-rate) * (1 - Math.exp(-rate)) / ROWS));
    }

    /** Draws at an output of {@link #BIAS}, less that. */
    private static double[] drawn(Likelihood likelihood) {
        Model model = new Model(Network.of(Activation.RELU, 1, 1), likelihood, new Prior(Prior.Kind.NORMAL, 1));
        DrawSource one = new DrawSource() {
            @Override
            public int chains() {
                return 1;
            }

            @Override
            public int draws() {
                return 1;
            }

            @Override
            public void read(int chain, int firstDraw, int count, float[] theta) {
                theta[1] = BIAS;
            }
        };
        float[] values = new float[ROWS];
        try (PredictiveDraws draws = new PredictiveDraws(model, DATA, one, 9, new CpuDevice(), 1)) {
            draws.fill(0, 0, 1, values);
        }
        double[] errors = new double[ROWS];
        Arrays.setAll(errors, i -> values[i] - BIAS);
        return errors;
    }

    @Test
    void classesComeWithTheirProbabilities() {
        Model model = new Model(Network.of(Activation.RELU, 1, 3), new Likelihood.Categorical(3),
                new Prior(Prior.Kind.NORMAL, 1));
        Ensemble ensemble = new Ensemble(model, 1, 2);
        float[] values = new float[ROWS];
        try (PredictiveDraws draws = new PredictiveDraws(model, DATA, ensemble, 9, new CpuDevice(), 1)) {
            draws.fill(0, 0, 1, values);
        }
        double[] theta = ensemble.theta(0);
        double sum = Math.exp(theta[3]) + Math.exp(theta[4]) + Math.exp(theta[5]);
        for (int c = 0; c < 3; c++) {
            int of = c;
            double share = 0;
            for (float value : values) {
                share += value == of ? 1.0 / ROWS : 0;
            }
            double p = Math.exp(theta[3 + c]) / sum;
            assertEquals(p, share, 5 * Math.sqrt(p * (1 - p) / ROWS));
        }
    }

    @Test
    void aDrawDependsOnChainAndDrawAndNotOnWhatIsAskedTogether() {
        Model model = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.GaussianLearned(0, 1),
                new Prior(Prior.Kind.NORMAL, 1));
        Ensemble ensemble = new Ensemble(model, 4, 3);
        float[] together = new float[3 * ROWS];
        float[] alone = new float[ROWS];
        float[] otherChain = new float[ROWS];
        try (PredictiveDraws draws = new PredictiveDraws(model, DATA, ensemble, 9, new CpuDevice(), 1)) {
            draws.fill(0, 1, 3, together);
            draws.fill(0, 2, 1, alone);
            draws.fill(1, 2, 1, otherChain);
        }
        assertArrayEquals(Arrays.copyOfRange(together, ROWS, 2 * ROWS), alone);
        assertTrue(!Arrays.equals(alone, otherChain));
    }
}
