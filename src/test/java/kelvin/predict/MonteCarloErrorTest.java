package kelvin.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import kelvin.bank.Device;
import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.model.ReferenceDensity;

/**
 * Stated Monte Carlo errors of scores against the scatter of the scores over independent runs of correlated draws. The
 * scatter of 100 runs is known to 7% at one standard deviation; scores that count rows move in steps, which their errors
 * smooth away: these are taken together, with wider bounds. The same draws in random order, which hides their correlation from the error, must be found out.
 */
class MonteCarloErrorTest {
    private static final Device DEVICE = new CpuDevice();
    private static final int RUNS = 100;
    private static final int FEW = 60;
    private static final int MANY = 300;
    /** Runs whose draws are shuffled. */
    private static final int SHUFFLED = 10;
    private static final int LENGTH = 200;
    private static final double CORRELATION = 0.8;
    private static final double SMOOTH = 1.3;
    private static final double COUNTED = 2;

    @Test
    void errorsOfScoresOfNumbersAreTheScatterOfRuns() {
        Model model = model(new Likelihood.GaussianLearned(-1, 1), 1);
        DataSet data = rows(model, FEW, (output, random) -> output[0] + Math.exp(middle(model)[model.likelihoodOffset()])
                * random.nextGaussian());
        List<ScoreSums> runs = runs(RUNS, false, model, walk -> Regression.of(model, data, walk, DEVICE, 1).sums().get(0));
        List<ScoreSums> naive = runs(SHUFFLED, true, model, walk ->
                Regression.of(model, data, walk, DEVICE, 1).sums().get(0));
        for (ToDoubleFunction<Scores> score : List.<ToDoubleFunction<Scores>>of(Scores::rmse, Scores::nll,
                Scores::logPredictiveDensity, Scores::crps)) {
            check(runs, naive, ScoreSums::scores, ScoreSums::monteCarloErrors, List.of(score), SMOOTH);
        }
        check(runs, naive, ScoreSums::scores, ScoreSums::monteCarloErrors, List.of(Scores::coverage50,
                Scores::coverage80, Scores::coverage95, Scores::calibrationError), COUNTED);
    }

    @Test
    void errorsOfScoresOfClassesAreTheScatterOfRuns() {
        Model model = model(new Likelihood.Categorical(3), 3);
        DataSet data = rows(model, MANY, (output, random) -> drawn(output, random.nextDouble()));
        List<ClassScoreSums> runs = runs(RUNS, false, model, walk ->
                Classification.of(model, data, walk, DEVICE, 1).sums());
        List<ClassScoreSums> naive = runs(SHUFFLED, true, model, walk ->
                Classification.of(model, data, walk, DEVICE, 1).sums());
        for (ToDoubleFunction<ClassScores> score : List.<ToDoubleFunction<ClassScores>>of(ClassScores::logScore,
                ClassScores::brier)) {
            check(runs, naive, ClassScoreSums::scores, ClassScoreSums::monteCarloErrors, List.of(score), SMOOTH);
        }
        check(runs, naive, ClassScoreSums::scores, ClassScoreSums::monteCarloErrors, List.of(ClassScores::accuracy,
                ClassScores::calibrationError), COUNTED);
    }

    @Test
    void chainsOfUnequalLengthCountWithAllTheirDraws() {
        double[] equal = {1, 2, 4, 3, 1, 5, 2, 2};
        double[] longer = {9, 9, 1, 2, 4, 3, 1, 5, 2, 2};
        double error = new Chains(List.of(4, 4)).errorOfMean(equal);
        assertEquals(error * Math.sqrt(8.0 / 10), new Chains(List.of(6, 4)).errorOfMean(longer), 1e-15);
        assertTrue(Double.isNaN(new Chains(List.of(3, 5)).errorOfMean(equal)), "too few draws");
    }

    private static <T> List<T> runs(int count, boolean shuffled, Model model, Function<DrawSource, T> predict) {
        return IntStream.range(0, count).mapToObj(run -> predict.apply(new Walk(model, run, shuffled))).toList();
    }

    /** Of some scores together. */
    private static <T, S> void check(List<T> runs, List<T> naive, Function<T, S> scores, Function<T, S> errors,
            List<ToDoubleFunction<S>> some, double within) {
        double scatter = 0;
        double stated = 0;
        double independent = 0;
        for (ToDoubleFunction<S> score : some) {
            double[] values = runs.stream().map(scores).mapToDouble(score).toArray();
            double mean = Arrays.stream(values).average().orElseThrow();
            scatter = Math.hypot(scatter, Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (RUNS - 1)));
            stated = Math.hypot(stated, runs.stream().map(errors).mapToDouble(score).average().orElseThrow());
            independent = Math.hypot(independent, naive.stream().map(errors).mapToDouble(score).average().orElseThrow());
        }
        assertTrue(stated / scatter > 1 / within && stated / scatter < within, "stated over scatter: " + stated / scatter);
        assertTrue(independent / scatter < 1 / SMOOTH, "as if draws were independent: " + independent / scatter);
    }

    private static Model model(Likelihood likelihood, int outputs) {
        return new Model(Network.of(Activation.TANH, 1, 3, outputs), likelihood, new Prior(Prior.Kind.NORMAL, 1));
    }

    /** Rows whose targets are drawn from the model. */
    private static DataSet rows(Model model, int count, ToDoubleBiFunction<double[], Random> target) {
        Random random = new Random(5);
        int outputs = model.network().outputs();
        double[] x = random.doubles(count, -2, 2).toArray();
        double[] y = new double[count];
        double[] all = new double[count * outputs];
        new ReferenceDensity(model, new DataSet(List.of("x"), List.of("y"), x, y)).outputs(middle(model), all);
        for (int i = 0; i < count; i++) {
            y[i] = target.applyAsDouble(Arrays.copyOfRange(all, i * outputs, (i + 1) * outputs), random);
        }
        return new DataSet(List.of("x"), List.of("y"), x, y);
    }

    /** A class with the probabilities of these logits. */
    private static int drawn(double[] logits, double uniform) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        int drawn = 0;
        double below = Math.exp(logits[0]) / sum;
        while (uniform > below) {
            drawn++;
            below += Math.exp(logits[drawn]) / sum;
        }
        return drawn;
    }

    /** The parameters around which draws lie [d]. */
    private static double[] middle(Model model) {
        return new Random(3).doubles(model.parameters(), -1.5, 1.5).toArray();
    }

    /** Two chains of an autoregression around one place, the same for every seed; or the same draws in random order. */
    private static final class Walk implements DrawSource {
        private final List<float[]> draws = new ArrayList<>();

        Walk(Model model, int seed, boolean shuffled) {
            int d = model.parameters();
            double[] middle = middle(model);
            Random random = new Random(100 + seed);
            for (int chain = 0; chain < chains(); chain++) {
                double[] z = random.doubles(d).map(u -> random.nextGaussian()).toArray();
                for (int i = 0; i < LENGTH; i++) {
                    float[] theta = new float[d];
                    for (int j = 0; j < d; j++) {
                        z[j] = CORRELATION * z[j] + Math.sqrt(1 - CORRELATION * CORRELATION) * random.nextGaussian();
                        theta[j] = (float) (middle[j] + 0.2 * z[j]);
                    }
                    draws.add(theta);
                }
            }
            if (shuffled) {
                Collections.shuffle(draws, random);
            }
        }

        @Override
        public int chains() {
            return 2;
        }

        @Override
        public int draws() {
            return LENGTH;
        }

        @Override
        public void read(int chain, int firstDraw, int count, float[] theta) {
            for (int i = 0; i < count; i++) {
                float[] draw = draws.get(chain * LENGTH + firstDraw + i);
                System.arraycopy(draw, 0, theta, i * draw.length, draw.length);
            }
        }
    }
}
