package kelvin.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Test;

/**
 * Scores of data drawn from the prediction itself, whose expected values are known, and their standard errors against
 * the spread over 400 repetitions (known to 3.5% at one standard deviation).
 */
class ScoreSumsTest {
    private static final int ROWS = 200;
    private static final int REPETITIONS = 400;
    private static final Chains ONE = new Chains(List.of(1));

    @Test
    void scoresOfTheRightDistributionAreTheirExpectedValues() {
        ScoreSums all = new ScoreSums(ONE);
        repetitions(1).forEach(all::add);
        Scores scores = all.scores();
        Scores errors = all.errors();
        double entropy = 0.5 * Math.log(2 * Math.PI * Math.E);
        assertTrue(Math.abs(scores.rmse() - 1) < 4.5 * errors.rmse());
        assertTrue(Math.abs(scores.nll() - entropy) < 4.5 * errors.nll());
        assertTrue(Math.abs(scores.logPredictiveDensity() + entropy) < 4.5 * errors.logPredictiveDensity());
        assertTrue(Math.abs(scores.crps() - 1 / Math.sqrt(Math.PI)) < 4.5 * errors.crps());
        assertTrue(Math.abs(scores.coverage50() - 0.5) < 4.5 * errors.coverage50());
        assertTrue(Math.abs(scores.coverage80() - 0.8) < 4.5 * errors.coverage80());
        assertTrue(Math.abs(scores.coverage95() - 0.95) < 4.5 * errors.coverage95());
        assertTrue(scores.calibrationError() < 0.005);
        Scores wide = sums(repetitions(1.3)).scores();
        assertTrue(wide.coverage50() < 0.45 && wide.calibrationError() > 0.03 && wide.crps() > scores.crps());
    }

    @Test
    void standardErrorsAreTheSpreadOverRepetitions() {
        List<ScoreSums> repetitions = repetitions(1.3);
        for (ToDoubleFunction<Scores> score : List.<ToDoubleFunction<Scores>>of(Scores::rmse, Scores::nll,
                Scores::logPredictiveDensity, Scores::crps, Scores::coverage50, Scores::coverage80,
                Scores::coverage95, Scores::calibrationError)) {
            double[] values = repetitions.stream().map(ScoreSums::scores).mapToDouble(score).toArray();
            double stated = repetitions.stream().map(ScoreSums::errors).mapToDouble(score).average().orElseThrow();
            assertEquals(1, stated / spread(values), 0.25);
        }
    }

    @Test
    void sumsOfPartsAreTheSumsOfAll() {
        List<ScoreSums> parts = repetitions(1).subList(0, 3);
        ScoreSums whole = sums(parts);
        ScoreSums sent = new ScoreSums(ONE);
        parts.forEach(part -> sent.add(ScoreSums.of(part.toArray(), ONE)));
        assertArrayEquals(whole.toArray(), sent.toArray());
        assertEquals(whole.scores(), sent.scores());
    }

    @Test
    void classScoresAreTheirDefinitions() {
        ClassScoreSums sums = new ClassScoreSums(ONE);
        double[] probabilities = {0.7, 0.2, 0.1};
        sums.add(new double[][] {probabilities}, probabilities, 0);
        sums.add(new double[][] {probabilities}, probabilities, 1);
        ClassScores scores = sums.scores();
        assertEquals(0.5, scores.accuracy());
        assertEquals((Math.log(0.7) + Math.log(0.2)) / 2, scores.logScore(), 1e-15);
        assertEquals((0.09 + 0.04 + 0.01 + 0.49 + 0.64 + 0.01) / 2, scores.brier(), 1e-15);
        assertEquals(0.2, scores.calibrationError(), 1e-15);
        // two values at a distance of 1 from each other: standard error 1/2
        assertEquals(0.5, sums.errors().accuracy(), 1e-15);
        assertEquals((Math.log(0.7) - Math.log(0.2)) / 2, sums.errors().logScore(), 1e-15);
        assertEquals(0.5, sums.errors().brier(), 1e-15);
        assertEquals(scores, ClassScoreSums.of(sums.toArray(), ONE).scores());
    }

    /** Of fifteen bins of equal width, each with its own sign (Guo et al. 2017, equation 5). */
    @Test
    void theCalibrationErrorOfClassesIsThatOfFifteenBins() {
        ClassScoreSums sums = new ClassScoreSums(ONE);
        double[][] rows = {{0.7, 0.2, 0.1}, {0.7, 0.2, 0.1}, {0.55, 0.45, 0}, {0.66, 0.34, 0}, {0.67, 0.33, 0}};
        int[] classes = {0, 1, 0, 0, 0};
        for (int i = 0; i < rows.length; i++) {
            sums.add(new double[][] {rows[i]}, rows[i], classes[i]);
        }
        double eighth = 1 - 0.55;
        double ninth = 1 - 0.66;
        double tenth = (1 - 0.7) - 0.7 + (1 - 0.67);
        double expected = (Math.abs(eighth) + Math.abs(ninth) + Math.abs(tenth)) / 5;
        assertEquals(expected, sums.scores().calibrationError(), 1e-12);
        double ofTenBins = (Math.abs(eighth) + Math.abs(ninth + 1 - 0.67) + 0.4) / 5;
        assertTrue(Math.abs(expected - ofTenBins) > 0.1 && Math.abs(expected - Math.abs(eighth + ninth + tenth) / 5) > 0.02);
    }

    private static List<ScoreSums> repetitions(double sd) {
        NormalMixture prediction = new NormalMixture(new double[] {0}, new double[] {1});
        Random random = new Random(8);
        List<ScoreSums> all = new ArrayList<>();
        for (int i = 0; i < REPETITIONS; i++) {
            ScoreSums sums = new ScoreSums(ONE);
            for (int row = 0; row < ROWS; row++) {
                sums.add(prediction, RowScore.of(prediction, 0, 1, sd * random.nextGaussian()));
            }
            all.add(sums);
        }
        return all;
    }

    private static ScoreSums sums(List<ScoreSums> parts) {
        ScoreSums sums = new ScoreSums(ONE);
        parts.forEach(sums::add);
        return sums;
    }

    private static double spread(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
