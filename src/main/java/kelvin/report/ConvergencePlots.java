package kelvin.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import kelvin.diagnostics.Convergence;
import kelvin.diagnostics.EffectiveSampleSize;
import kelvin.diagnostics.RHat;

/** Plots of how far the cold rungs' draws can be trusted. */
final class ConvergencePlots {
    private static final int BINS = 20;
    private static final int SIZES = 12;
    /** Draws that the first of so many sizes has at least: four in every quarter of a chain. */
    private static final int FEWEST = 16;

    private static final double ENOUGH = Convergence.ENOUGH;

    private ConvergencePlots() {
    }

    static List<Plot> of(RunView view) {
        List<Plot> plots = new ArrayList<>();
        double[][] draws = view.coldLogLikelihood();
        if (draws[0].length < 2 * BINS) {
            return plots;
        }
        plots.add(traces(view, draws));
        plots.add(ranks(view, draws));
        plots.add(agreement(draws));
        plots.add(growth(draws));
        return plots;
    }

    private static Plot traces(RunView view, double[][] draws) {
        Figure figure = new Figure("draw", "log-likelihood, nats").wholeX();
        for (int m = 0; m < draws.length; m++) {
            int[] some = RunView.some(draws[m].length, RunView.POINTS);
            figure.line(view.ladder(m), RunView.of(some), RunView.at(draws[m], some));
        }
        return new Plot("traces", "Log-likelihood of the cold rungs", "All ladders should hover around one level "
                + "without a trend.", figure.chart());
    }

    /** Shares of ranks of each chain's draws among all of them (Vehtari et al. 2021, section 5). */
    private static Plot ranks(RunView view, double[][] draws) {
        double[][] chains = chains(draws);
        double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).sorted().toArray();
        double[] edges = RunView.numbers(BINS + 1);
        Figure figure = new Figure("rank among all draws, in twentieths", "share of draws, over expected")
                .level(1, "expected").wholeX();
        double highest = 2;
        for (int m = 0; m < chains.length; m++) {
            double[] share = new double[BINS + 1];
            for (double draw : chains[m]) {
                int rank = Arrays.binarySearch(all, draw);
                share[(int) ((long) Math.max(rank, 0) * BINS / all.length)] += (double) BINS / chains[m].length;
            }
            share[BINS] = share[BINS - 1];
            highest = Math.max(highest, 1.05 * Arrays.stream(share).max().orElseThrow());
            figure.steps(draws.length > 1 ? view.ladder(m) : m == 0 ? "first half" : "last half", edges, share);
        }
        return new Plot("ranks", "Ranks of the log-likelihood", "Where chains agree every one has its share of every "
                + "twentieth; slopes and humps are disagreement.", figure.rangeY(0, highest).chart());
    }

    /** The ladders, or the halves of the only one. */
    private static double[][] chains(double[][] draws) {
        int half = draws[0].length / 2;
        return draws.length > 1 ? draws : new double[][] {Arrays.copyOf(draws[0], half),
            Arrays.copyOfRange(draws[0], draws[0].length - half, draws[0].length)};
    }

    private static Plot agreement(double[][] draws) {
        double[] sizes = sizes(draws);
        double[] rHat = new double[SIZES];
        for (int i = 0; i < SIZES; i++) {
            rHat[i] = RHat.rank(chains(first(draws, (int) sizes[i])));
        }
        return new Plot("r-hat", "R-hat", "Of the log-likelihood (rank-normalised), among the first so many draws; it should "
                + "fall below 1.01 and stay there.", new Figure("draws of each ladder", "R-hat")
                .level(1.01, "1.01").linePoints("R-hat", sizes, rHat).wholeX().chart());
    }

    private static double[] sizes(double[][] draws) {
        return IntStream.rangeClosed(1, SIZES).mapToDouble(i -> Math.max(FEWEST, (int) ((long) draws[0].length * i / SIZES)))
                .toArray();
    }

    private static double[][] first(double[][] draws, int n) {
        return Arrays.stream(draws).map(chain -> Arrays.copyOf(chain, n)).toArray(double[][]::new);
    }

    private static Plot growth(double[][] draws) {
        double[] sizes = sizes(draws);
        double[] bulk = new double[SIZES];
        double[] tail = new double[SIZES];
        double highest = 1.1 * ENOUGH;
        for (int i = 0; i < SIZES; i++) {
            double[][] first = first(draws, (int) sizes[i]);
            bulk[i] = EffectiveSampleSize.bulk(first);
            tail[i] = EffectiveSampleSize.tail(first);
            highest = Math.max(highest, 1.05 * Math.max(bulk[i], tail[i]));
        }
        return new Plot("ess", "Effective sample size", "Of the log-likelihood, all ladders together, among the first so many "
                + "draws; it should grow steadily, and 400 are enough for most uses.",
                new Figure("draws of each ladder", "effective draws").level(ENOUGH, "enough").linePoints("bulk", sizes, bulk)
                        .linePoints("tail", sizes, tail).wholeX().rangeY(0, highest).chart());
    }
}
