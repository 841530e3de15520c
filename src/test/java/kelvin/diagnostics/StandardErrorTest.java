package kelvin.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight statistical checks of fixed seed, each rejecting a right program with probability 0.001 / 8. */
class StandardErrorTest {
    private static final int REPLICATES = 400;
    private static final int LENGTH = 4096;
    private static final double Z95 = 1.959963984540054;

    @ParameterizedTest
    @ValueSource(doubles = {0.9, -0.5})
    void intervalsForTheMeanCoverIt(double phi) {
        assertCovers(phi, 0, Moments::mean, StandardError::mean);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, -0.5})
    void intervalsForTheStandardDeviationCoverIt(double phi) {
        assertCovers(phi, 1, x -> Math.sqrt(Moments.variance(x)), StandardError::sd);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, -0.5})
    void intervalsForAQuantileCoverIt(double phi) {
        assertCovers(phi, NormalQuantile.at(0.9), x -> Draws.quantile(new double[][] {x}, 0.9),
                x -> StandardError.quantile(0.9, x));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, -0.5})
    void anErrorThatTakesDrawsForIndependentDoesNotCover(double phi) {
        double[] scores = scores(phi, 0, Moments::mean, x -> Math.sqrt(Moments.variance(x) / x.length));
        assertFalse(rightCount(covered(scores, 1)));
    }

    /**
     * With a batches of length b the squared error has expectation (v(b) - v(ab)) / (a - 1), v(n) being
     * the variance of the mean of n values: exact, the bias from short batches included.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.9, -0.5})
    void batchMeansHaveTheExpectationOfTheirDefinition(double phi) {
        Autoregression series = new Autoregression(phi);
        int batches = 64;
        int length = LENGTH / batches;
        double expected = (series.varianceOfMean(length) - series.varianceOfMean(LENGTH)) / (batches - 1);
        Random random = new Random(31);
        double[] squares = new double[REPLICATES];
        for (int i = 0; i < REPLICATES; i++) {
            squares[i] = Math.pow(StandardError.batchMeans(series.draw(random, LENGTH)), 2);
        }
        double error = Math.sqrt(Moments.variance(squares) / REPLICATES);
        // 3.84 standard errors of a nearly normal mean are passed with probability 0.001 / 8.
        assertEquals(expected, Moments.mean(squares), 3.84 * error);
        assertTrue(Math.abs(1.0 / LENGTH - Moments.mean(squares)) > 10 * error, "independent draws");
    }

    @Test
    void batchMeansLeaveOutTheOldestValuesThatFillNoBatch() {
        // Eleven values: three batches of three, the first two values left out.
        double[] series = {100, 50, 1, 1, 1, 2, 2, 2, 3, 3, 3};
        assertEquals(Math.sqrt(1.0 / 3), StandardError.batchMeans(series), 1e-15);
        assertEquals(Double.NaN, StandardError.batchMeans(new double[3]));
        assertEquals(Double.NaN, StandardError.batchMeans(new double[] {1, 2, Double.NaN, 4}));
    }

    @Test
    void aProbabilityOutsideItsRangeIsRejected() {
        double[] x = {1, 2, 3, 4};
        assertThrows(IllegalArgumentException.class, () -> StandardError.quantile(1.1, x));
        assertThrows(IllegalArgumentException.class, () -> StandardError.quantile(Double.NaN, x));
    }

    /** The count of covering intervals must be right, and wrong once the errors are off by 0.6 or 2. */
    private static void assertCovers(double phi, double truth, ToDoubleFunction<double[]> estimate,
            ToDoubleFunction<double[]> error) {
        double[] scores = scores(phi, truth, estimate, error);
        assertTrue(rightCount(covered(scores, 1)), () -> covered(scores, 1) + " of 400 intervals cover");
        assertFalse(rightCount(covered(scores, 0.6)));
        assertFalse(rightCount(covered(scores, 2)));
    }

    /** Binomial(400, 0.95) is below 362 with probability 6.7e-5 and above 395 with 1.2e-5. */
    private static boolean rightCount(long count) {
        return count >= 362 && count <= 395;
    }

    /** How many of the 95% intervals, their errors multiplied by the factor, hold the truth. */
    private static long covered(double[] scores, double factor) {
        return Arrays.stream(scores).filter(score -> Math.abs(score) <= Z95 * factor).count();
    }

    /** (estimate - truth) / error of each replicate. */
    private static double[] scores(double phi, double truth, ToDoubleFunction<double[]> estimate,
            ToDoubleFunction<double[]> error) {
        Autoregression series = new Autoregression(phi);
        Random random = new Random(19);
        double[] scores = new double[REPLICATES];
        for (int i = 0; i < REPLICATES; i++) {
            double[] x = series.draw(random, LENGTH);
            scores[i] = (estimate.applyAsDouble(x) - truth) / error.applyAsDouble(x);
        }
        return scores;
    }
}
