package kelvin.report;

import java.util.Arrays;
import java.util.stream.IntStream;

import kelvin.store.RunHeader;
import kelvin.store.RunReader;
import kelvin.store.RunResults;

/** A run as its plots see it. */
final class RunView {
    /** Most points of a line: more than a plot has pixels to tell apart. */
    static final int POINTS = 500;

    private final RunReader run;
    private final RunResults results;
    private final double[][] coldLogLikelihood;

    RunView(RunReader run) {
        this.run = run;
        results = run.results();
        coldLogLikelihood = IntStream.range(0, ladders()).mapToObj(run::drawLogLikelihood).toArray(double[][]::new);
    }

    RunReader run() {
        return run;
    }

    RunHeader header() {
        return run.header();
    }

    RunResults results() {
        return results;
    }

    int ladders() {
        return run.header().ladders();
    }

    int rungs() {
        return results.ladder().rungs();
    }

    /** Numbers 0 to n - 1. */
    static double[] numbers(int n) {
        return IntStream.range(0, n).asDoubleStream().toArray();
    }

    /** Log-likelihood of the cold draws [M][draws]. */
    double[][] coldLogLikelihood() {
        return coldLogLikelihood;
    }

    /** Inverse temperatures [K]. */
    double[] betas() {
        return results.ladder().temperatures().stream().mapToDouble(temperature -> 1 / temperature).toArray();
    }

    /** Mean over the ladders of [M][n] numbers that are not NaN; NaN where all are. */
    double[] overLadders(double[] values) {
        int n = values.length / ladders();
        double[] means = new double[n];
        for (int i = 0; i < n; i++) {
            int at = i;
            means[i] = IntStream.range(0, ladders()).mapToDouble(m -> values[m * n + at]).filter(v -> !Double.isNaN(v))
                    .average().orElse(Double.NaN);
        }
        return means;
    }

    /** Indices of at most {@link #POINTS} evenly spaced of n. */
    static int[] some(int n, int most) {
        int count = Math.min(n, most);
        return IntStream.range(0, count).map(i -> (int) ((long) i * n / count)).toArray();
    }

    static double[] at(double[] values, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }

    static double[] of(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    /** How a ladder is called in a legend. */
    String ladder(int m) {
        return "ladder " + m;
    }
}
