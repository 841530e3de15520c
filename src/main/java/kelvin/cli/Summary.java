package kelvin.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import kelvin.bank.Device;
import kelvin.diagnostics.Convergence;
import kelvin.predict.DrawSource;
import kelvin.predict.OutputTraces;
import kelvin.report.Verdict;
import kelvin.store.RunHeader;
import kelvin.store.RunReader;
import kelvin.store.RunResults;
import kelvin.tempering.Barrier;

/**
 * What a run file tells of its run; one JSON object as it is.
 *
 * @param version of the program that sampled
 * @param commit of its source
 * @param device kind of device
 * @param seed of all random numbers
 * @param path what temperatures acted on
 * @param sizes widths of the network
 * @param likelihood of the targets
 * @param parameters d
 * @param ladders M
 * @param warmup iterations before the sample
 * @param iterations of the sample
 * @param draws of each ladder
 * @param rungs as means over the ladders
 * @param barrier Lambda, the sum of mean swap rejections
 * @param advice a word about a ladder that is too coarse, or null
 * @param travel of the replicas, or null where there is one rung
 * @param convergence of quantities of the cold rungs, by name; outputs are the worst of some rows
 * @param verdict whether the run can be trusted
 * @param evidence by name, nats
 * @param scoredRows which rows the scores are of: test or training
 * @param scores of every target, by name
 * @param timing wall-clock and host facts
 */
record Summary(String version, String commit, String device, long seed, String path, List<Integer> sizes,
        String likelihood, int parameters, int ladders, long warmup, long iterations, int draws,
        List<RungTable.Row> rungs, double barrier, String advice, Travel travel,
        Map<String, Convergence> convergence, Verdict verdict, Map<String, Double> evidence, String scoredRows,
        Map<String, TargetScore> scores, Map<String, String> timing) {
    private static final int NOISE_BATCH_FLOATS = 1 << 20;

    static Summary of(RunReader run, Evaluation evaluation, Device device, int threads) {
        RunHeader header = run.header();
        RunResults results = run.results();
        RungTable table = RungTable.of(results);
        Barrier barrier = new Barrier(results.ladder(), results.meanSwapRejection());
        int parameters = header.model().parameters();
        String advice = LadderAdvice.of(barrier, parameters).orElse(null);
        Travel travel = table.rungs().size() > 1 ? Travel.of(results, barrier) : null;
        Map<String, Convergence> convergence = convergence(run, device, threads);
        Verdict verdict = Verdict.of(convergence, header.ladders(),
                Optional.ofNullable(travel).map(Travel::swaps),
                Arrays.stream(results.notFinite()).sum());
        return new Summary(header.version(), header.commit(), header.device(), header.seed(),
                header.ladder().path().label(), header.model().network().sizes(), header.model().likelihood().label(),
                parameters, header.ladders(), header.warmup(), run.iterations(), run.draws(), table.rungs(),
                barrier.total(), advice, travel, convergence, verdict, results.evidence(), Evaluation.rows(header),
                evaluation.scores(), results.timing().facts());
    }

    private static Map<String, Convergence> convergence(RunReader run, Device device, int threads) {
        int ladders = run.header().ladders();
        Map<String, Convergence> convergence = new LinkedHashMap<>();
        double[][][] outputs = OutputTraces.of(run.header().model(), run.header().observed(), DrawSource.of(run), device,
                threads);
        convergence.put("outputs", Convergence.worst(Arrays.stream(outputs).parallel().map(Convergence::of).toList()));
        convergence.put("log_likelihood", Convergence.of(
                IntStream.range(0, ladders).mapToObj(run::drawLogLikelihood).toArray(double[][]::new)));
        convergence.put("log_prior", Convergence.of(
                IntStream.range(0, ladders).mapToObj(run::drawLogPrior).toArray(double[][]::new)));
        if (run.header().model().likelihood().learnedNoise().isPresent()) {
            convergence.put("noise", Convergence.of(
                    IntStream.range(0, ladders).mapToObj(m -> noise(run, m)).toArray(double[][]::new)));
        }
        return convergence;
    }

    /** Standard deviation of the noise at every draw of a ladder, in the model's units. */
    private static double[] noise(RunReader run, int ladder) {
        int d = run.header().model().parameters();
        int batch = Math.max(1, NOISE_BATCH_FLOATS / d);
        float[] theta = new float[batch * d];
        double[] noise = new double[run.draws()];
        for (int first = 0; first < noise.length; first += batch) {
            int count = Math.min(batch, noise.length - first);
            run.draws(ladder, first, count, theta);
            for (int i = 0; i < count; i++) {
                noise[first + i] = Math.exp(theta[i * d + run.header().model().likelihoodOffset()]);
            }
        }
        return noise;
    }
}
