package kelvin.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every mixture must do, against sums and integrals taken step by step. */
class MixtureTest {
    static List<Mixture> mixtures() {
        Random random = new Random(4);
        double[] means = random.doubles(40, -2, 3).toArray();
        double[] scales = random.doubles(40, 0.05, 0.8).toArray();
        double[] apart = random.doubles(40).map(u -> u < 0.3 ? -20 + u : 20 + u).toArray();
        return List.of(new NormalMixture(means, scales), new NormalMixture(apart, scales),
                new StudentTMixture(means, scales, TDistribution.of(6)),
                new StudentTMixture(means, scales, TDistribution.of(30.5)),
                new PoissonMixture(random.doubles(40, 0.1, 9).toArray()),
                new PoissonMixture(random.doubles(40, 300, 420).toArray()));
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void theDistributionFunctionIsTheSumOfTheDensity(Mixture mixture) {
        double at = mixture.quantile(0.7);
        double sum = sum(mixture, y -> y <= at ? Math.exp(mixture.logDensity(y)) : 0);
        assertEquals(mixture.cdf(at), sum, 2e-3);
        assertEquals(1, sum(mixture, y -> Math.exp(mixture.logDensity(y))), 1e-4);
        assertTrue(mixture.cdf(at) >= 0.7 - 1e-12 && mixture.below(at) <= 0.7 + 1e-12);
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void momentsAreThoseOfTheDensity(Mixture mixture) {
        double mean = sum(mixture, y -> y * Math.exp(mixture.logDensity(y)));
        double variance = sum(mixture, y -> (y - mean) * (y - mean) * Math.exp(mixture.logDensity(y)));
        assertEquals(mean, mixture.mean(), 1e-3 * Math.max(1, mean));
        assertEquals(Math.sqrt(variance), Math.hypot(mixture.epistemicSd(), mixture.aleatoricSd()),
                2e-3 * Math.sqrt(variance));
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void theRankedScoreIsTheIntegralOfTheSquaredDifference(Mixture mixture) {
        double sd = Math.hypot(mixture.epistemicSd(), mixture.aleatoricSd());
        for (double probability : new double[] {1e-4, 0.2, 0.5, 0.97}) {
            double y = mixture.quantile(probability);
            double score = sum(mixture, x -> Math.pow(mixture.cdf(x) - (x >= y ? 1 : 0), 2));
            assertEquals(score, mixture.rankedScore(y).score(), 2e-3 * sd);
            double ofMean = Math.abs(y - mixture.mean());
            assertTrue(Math.abs(score - ofMean) > 0.01 * sd, "the score of the mean alone passes");
        }
    }

    private interface Function {
        double at(double y);
    }

    /** The sum over counts, or the integral by the midpoint rule. */
    private static double sum(Mixture mixture, Function function) {
        boolean counts = mixture instanceof PoissonMixture;
        double step = counts ? 1 : 5e-3;
        double sum = 0;
        for (double y = counts ? 0 : -60 + step / 2; y < (counts ? 600 : 60); y += step) {
            sum += step * function.at(y);
        }
        return sum;
    }
}
