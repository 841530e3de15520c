package kelvin.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a draw adds to a score against what becomes of the score when the draw gets more weight. */
class InfluenceTest {
    private static final int DRAWS = 12;
    /** Every draw is there so often, and the one that is looked at once more. */
    private static final int COPIES = 60;

    private enum Kind { NORMAL, STUDENT_T, POISSON }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 0.5, 0.9})
    void itIsTheDerivativeOfTheScore(double probability) {
        for (Kind kind : Kind.values()) {
            Mixture mixture = mixture(kind, -1);
            RowScore row = score(mixture, mixture.quantile(probability));
            DrawSums sums = new DrawSums(Influence.SERIES, new Chains(Collections.nCopies(1, DRAWS * COPIES)));
            Influence.add(mixture, row, sums);
            check(kind, row, sums, Influence.SQUARED_ERROR, one -> one.error() * one.error(), 0.04);
            check(kind, row, sums, Influence.NLL, RowScore::nll, 0.04);
            check(kind, row, sums, Influence.LOG_DENSITY, RowScore::logDensity, 0.04);
            check(kind, row, sums, Influence.CRPS, one -> one.ranked().score(), 0.1);
        }
    }

    private static void check(Kind kind, RowScore row, DrawSums sums, int series, ToDoubleFunction<RowScore> score,
            double tolerance) {
        double[] found = Arrays.copyOfRange(sums.after(new double[0]), series * DRAWS * COPIES, (series + 1) * DRAWS * COPIES);
        double largest = Arrays.stream(found).map(Math::abs).max().orElseThrow();
        double total = 0;
        for (int s = 0; s < DRAWS; s++) {
            double more = score.applyAsDouble(score(mixture(kind, s), row.y()));
            double slope = (more - score.applyAsDouble(row)) * (DRAWS * COPIES + 1);
            assertEquals(slope, found[s], tolerance * largest, kind + ", series " + series + ", draw " + s);
            total += found[s];
        }
        assertEquals(0, total / DRAWS, 1e-3 * largest, "all draws with more weight change nothing");
        assertTrue(largest > 0);
    }

    private static RowScore score(Mixture mixture, double y) {
        return RowScore.of(mixture, mixture.mean(), Math.hypot(mixture.epistemicSd(), mixture.aleatoricSd()), y);
    }

    /** Copies of the same draws, and of one of them one more. */
    private static Mixture mixture(Kind kind, int more) {
        Random random = new Random(3);
        double[] means = random.doubles(DRAWS, kind == Kind.POISSON ? 1 : -1, kind == Kind.POISSON ? 9 : 1).toArray();
        double[] scales = random.doubles(DRAWS, 0.3, 0.9).toArray();
        double[] allMeans = copies(means, more);
        double[] allScales = copies(scales, more);
        return switch (kind) {
            case NORMAL -> new NormalMixture(allMeans, allScales);
            case STUDENT_T -> new StudentTMixture(allMeans, allScales, TDistribution.of(5));
            case POISSON -> new PoissonMixture(allMeans);
        };
    }

    private static double[] copies(double[] values, int more) {
        return IntStream.range(0, DRAWS * COPIES + (more < 0 ? 0 : 1))
                .mapToDouble(i -> values[i < DRAWS * COPIES ? i % DRAWS : more]).toArray();
    }
}
