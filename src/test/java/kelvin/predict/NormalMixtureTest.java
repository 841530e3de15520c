package kelvin.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalMixtureTest {
    private static final NormalMixture TWO_PEAKS = new NormalMixture(new double[] {-10, 10}, new double[] {1, 1});

    @Test
    void oneComponentHasTheNormalsQuantiles() {
        NormalMixture one = new NormalMixture(new double[] {3}, new double[] {2});
        assertEquals(3 + 2 * 1.959963984540054, one.quantile(0.975), 1e-13);
        assertEquals(3 - 2 * 1.959963984540054, one.quantile(0.025), 1e-13);
        assertEquals(3, one.quantile(0.5), 1e-13);
        assertEquals(-0.5 * Math.log(2 * Math.PI) - Math.log(2) - 0.125, one.logDensity(4), 1e-14);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.025, 0.3, 0.5, 0.9, 0.975, 1 - 1e-6})
    void theQuantileIsWhereTheDistributionFunctionHasThatValue(double probability) {
        Random random = new Random(1);
        double[] means = random.doubles(300, -3, 3).toArray();
        double[] sds = random.doubles(300, 1e-3, 2).toArray();
        NormalMixture mixture = new NormalMixture(means, sds);
        assertEquals(probability, mixture.cdf(mixture.quantile(probability)), 1e-13);
    }

    @Test
    void quantilesBetweenDistantPeaksAreFound() {
        for (double probability : new double[] {0.1, 0.5, 0.5 + 1e-9, 0.7}) {
            assertEquals(probability, TWO_PEAKS.cdf(TWO_PEAKS.quantile(probability)), 1e-12);
        }
    }

    @Test
    void theNormalOfTheSameMomentsIsNoSubstitute() {
        double sd = Math.hypot(TWO_PEAKS.epistemicSd(), TWO_PEAKS.aleatoricSd());
        NormalMixture matched = new NormalMixture(new double[] {TWO_PEAKS.mean()}, new double[] {sd});
        assertTrue(matched.quantile(0.975) - TWO_PEAKS.quantile(0.975) > 5);
        assertTrue(TWO_PEAKS.logDensity(10) - matched.logDensity(10) > 1);
    }

    @Test
    void farFromEveryPeakTheLogDensityIsFinite() {
        assertEquals(-0.5 * 1e6 - 0.5 * Math.log(2 * Math.PI) - Math.log(2), TWO_PEAKS.logDensity(1010), 1e-8);
    }

    @Test
    void momentsComeApartIntoOutputAndNoise() {
        assertEquals(0, TWO_PEAKS.mean());
        assertEquals(10, TWO_PEAKS.epistemicSd(), 1e-14);
        assertEquals(1, TWO_PEAKS.aleatoricSd(), 1e-14);
    }

    @Test
    void quantilesOfMeansAreLinearBetweenNeighbours() {
        NormalMixture mixture = new NormalMixture(new double[] {4, 1, 2}, new double[] {1, 1, 1});
        assertEquals(1, mixture.quantileOfMeans(0));
        assertEquals(1.5, mixture.quantileOfMeans(0.25));
        assertEquals(4, mixture.quantileOfMeans(1));
    }
}
