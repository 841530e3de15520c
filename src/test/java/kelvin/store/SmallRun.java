package kelvin.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import kelvin.model.Activation;
import kelvin.model.Column;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Missing;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.model.Scaling;
import kelvin.model.Schema;
import kelvin.tempering.Ladder;
import kelvin.tempering.Path;

/**
 * A run of 2 chains, 3 rungs and 15 iterations at thin 2, so 7 draws, of a 2-3-1 network with learned noise. Every
 * value is a formula of its place, which read_run.py has too.
 */
final class SmallRun {
    static final int CHAINS = 2;
    static final int RUNGS = 3;
    static final int ITERATIONS = 15;
    static final int THIN = 2;
    static final int DRAWS = 7;
    static final int PARAMETERS = 14;
    static final Ladder LADDER = new Ladder(Path.LIKELIHOOD, List.of(1.0, 4.0, Double.POSITIVE_INFINITY));
    static final List<Integer> BLOCKS = List.of(4, 1, 6, 4);

    private SmallRun() {
    }

    static double logLikelihood(int chain, int iteration, int rung) {
        return -(chain * 1000 + iteration * 10 + rung) - 0.25;
    }

    static double logPrior(int chain, int iteration, int rung) {
        return -(chain + iteration / 8.0 + rung * 100);
    }

    static int replica(int chain, int iteration, int rung) {
        return (chain + iteration + rung) % RUNGS;
    }

    static float theta(int chain, int draw, int parameter) {
        return chain * 1000 + draw * 50 + parameter + 0.5f;
    }

    static RunHeader header() {
        return header(LADDER);
    }

    static RunHeader header(Ladder ladder) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hidden", "3");
        options.put("max-temperature", "inf");
        options.put("train", "größe.csv");
        options.put("target", "");
        return new RunHeader("0.1", "abc123", "cpu", options, -42L,
                new Model(Network.of(Activation.TANH, 2, 3, 1), new Likelihood.GaussianLearned(-1.5, 0.7),
                        new Prior(Prior.Kind.NORMAL_FAN_IN, 1.25)),
                new DataSet(List.of("größe", "b c"), List.of("y"), new double[] {1, 2, 3, 4, 5, 6},
                        new double[] {0.1, 0.2, 0.3}),
                new DataSet(List.of("größe", "b c"), List.of("y"), new double[] {7, 8, 9, 10},
                        new double[] {0.4, 0.5}),
                new Schema(List.of(Column.ofNumbers("größe"), new Column("b c", List.of(), List.of(0.25))),
                        List.of(Column.ofNumbers("y")), Missing.MEAN),
                new Scaling(List.of(0.5, -1.0), List.of(2.0, 3.0), List.of(10.0), List.of(4.0)), "00ff", CHAINS, ladder,
                100, ITERATIONS, THIN);
    }

    static RunResults results() {
        return results(Map.of("started", "2026-01-02T03:04:05Z"));
    }

    static RunResults results(Map<String, String> facts) {
        return new RunResults(LADDER, new double[] {0.01, 0.02, 0.03, 0.04, 0.05, 0.06},
                new double[] {0.6, 0.7, 0.8, 0.65, 0.75, 0.85}, new long[] {0, 1, 2, 3, 4, 5},
                new double[] {0.25, 0.5, 0.125, Double.NaN}, new long[] {7, 8, 7, 0}, new long[] {5, 4, 6, 0},
                new long[] {3, 9}, new long[] {4, 11}, new long[] {30, 29, 28, 30, 27, 26}, Map.of("log_evidence", -123.5, "log_evidence_se", 0.25),
                new Timing(facts, DoubleStream.iterate(0, s -> s + 0.5).limit(2L * Timing.PARTS.size() * Timing.BINS).boxed().toList()));
    }

    /** All blocks, of uneven lengths. */
    static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int first = 0;
        for (int iterations : BLOCKS) {
            blocks.add(block(first, iterations, RUNGS));
            first += iterations;
        }
        return blocks;
    }

    static Block block(int first, int n, int rungs) {
        int firstDraw = first / THIN;
        int draws = (first + n) / THIN - firstDraw;
        double[] logLikelihood = new double[CHAINS * n * rungs];
        double[] logPrior = new double[CHAINS * n * rungs];
        int[] replica = new int[CHAINS * n * rungs];
        float[] theta = new float[CHAINS * draws * PARAMETERS];
        double[] acceptance = new double[CHAINS * draws];
        boolean[] notFinite = new boolean[CHAINS * draws];
        for (int m = 0; m < CHAINS; m++) {
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < rungs; k++) {
                    int at = (m * n + i) * rungs + k;
                    logLikelihood[at] = logLikelihood(m, first + i, k);
                    logPrior[at] = logPrior(m, first + i, k);
                    replica[at] = replica(m, first + i, k) % rungs;
                }
            }
            for (int j = 0; j < draws; j++) {
                int at = m * draws + j;
                acceptance[at] = (firstDraw + j + 1) / 10.0 - m / 100.0;
                notFinite[at] = m == 1 && firstDraw + j == 3;
                for (int p = 0; p < PARAMETERS; p++) {
                    theta[at * PARAMETERS + p] = theta(m, firstDraw + j, p);
                }
            }
        }
        return new Block(first, n, logLikelihood, logPrior, replica, draws, theta, acceptance, notFinite);
    }

    /** Writes the run, with a segment for every two blocks. */
    static void write(java.nio.file.Path directory, RunResults results) {
        try (RunWriter writer = RunWriter.create(directory, header(), false)) {
            List<Block> blocks = blocks();
            for (int i = 0; i < blocks.size(); i++) {
                writer.append(blocks.get(i));
                if (i % 2 == 1) {
                    writer.flush();
                }
            }
            writer.finish(results);
        }
    }
}
