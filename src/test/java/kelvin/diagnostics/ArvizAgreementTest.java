package kelvin.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every statistic against ArviZ's of the same draws, and what a slightly wrong one would give. */
class ArvizAgreementTest {
    private static final Map<String, ToDoubleFunction<double[][]>> STATISTICS = Map.of(
            "ess bulk", EffectiveSampleSize::bulk,
            "ess tail", EffectiveSampleSize::tail,
            "ess mean", EffectiveSampleSize::mean,
            "ess quantile 0.3", x -> EffectiveSampleSize.quantile(0.3, x),
            "rhat rank", RHat::rank,
            "rhat split", RHat::split,
            "mcse mean", StandardError::mean,
            "mcse sd", StandardError::sd,
            "mcse quantile 0.05", x -> StandardError.quantile(0.05, x),
            "mcse quantile 0.5", x -> StandardError.quantile(0.5, x));

    static Stream<Arguments> statistics() {
        return ArvizFixture.rows("statistics.csv").stream().map(row -> Arguments.of(row[0], row[1]));
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("statistics")
    void equalsArviz(String name, String statistic) {
        double expected = ArvizFixture.value(name, statistic);
        double actual = STATISTICS.get(statistic).applyAsDouble(ArvizFixture.draws(name));
        assertTrue(agree(expected, actual), () -> "ArviZ " + expected + ", here " + actual);
    }

    static Stream<Arguments> wrongVariants() {
        return Stream.of(
                wrong("ess bulk", "autocorrelated odd", x -> EffectiveSampleSize.unsplit(RankNormal.of(x))),
                wrong("ess bulk", "one infinite", EffectiveSampleSize::mean),
                wrong("ess bulk", "cauchy", EffectiveSampleSize::mean),
                wrong("ess tail", "drift", x -> EffectiveSampleSize.quantile(0.05, x)),
                wrong("ess tail", "one chain wide", x -> EffectiveSampleSize.quantile(0.95, x)),
                wrong("ess mean", "drift", EffectiveSampleSize::unsplit),
                wrong("rhat rank", "one chain wide", x -> RHat.unsplit(RankNormal.of(Draws.split(x)))),
                wrong("rhat rank", "one chain shifted",
                        x -> RHat.unsplit(RankNormal.of(RankNormal.fold(Draws.split(x))))),
                wrong("rhat rank", "cauchy", RHat::split),
                wrong("rhat split", "drift", RHat::unsplit),
                wrong("mcse mean", "autocorrelated odd",
                        x -> Math.sqrt(Moments.variance(Draws.pooled(x)) / Draws.pooled(x).length)),
                wrong("mcse sd", "one chain wide", StandardError::mean),
                wrong("mcse quantile 0.05", "cauchy", x -> StandardError.quantile(0.95, x)));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("wrongVariants")
    void aWrongVariantDoesNotEqualArviz(String statistic, String name, ToDoubleFunction<double[][]> variant) {
        double expected = ArvizFixture.value(name, statistic);
        assertFalse(agree(expected, variant.applyAsDouble(ArvizFixture.draws(name))));
    }

    @Test
    void theFixtureHasEveryStatisticOfEveryCase() {
        long cases = ArvizFixture.rows("draws.csv").stream().map(row -> row[0]).distinct().count();
        assertEquals(24, cases);
        assertEquals(cases * STATISTICS.size(), statistics().count());
    }

    private static Arguments wrong(String statistic, String name, ToDoubleFunction<double[][]> variant) {
        return Arguments.of(statistic, name, variant);
    }

    /** To 1e-10 of the value: rounding differs, as the sums run in another order. NaN equals NaN only. */
    private static boolean agree(double expected, double actual) {
        return Double.compare(expected, actual) == 0
                || Math.abs(expected - actual) <= 1e-10 * Math.abs(expected);
    }
}
