package kelvin.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Ranks of true values among draws. If the true values come from the prior and the draws from the posterior they are
 * uniform: Talts, Betancourt, Simpson, Vehtari and Gelman, "Validating Bayesian inference algorithms with
 * simulation-based calibration" (2018). Ranks that lean to one side tell a bias, ranks at both ends draws that are too
 * narrow or correlated.
 */
final class RankHistogram {
    private static final int BINS = 10;
    private static final String BARS = " ▁▂▃▄▅▆▇█";

    private final int[] counts = new int[BINS];
    private int simulations;

    /** Adds the rank of a true value: how many of the draws are less. */
    void add(int rank, int draws) {
        if (!((draws + 1) % BINS == 0)) {
            throw new IllegalArgumentException("draws: " + draws + ", must be one less than a multiple of " + BINS);
        }
        counts[rank * BINS / (draws + 1)]++;
        simulations++;
    }

    /** Pearson's: the probability that uniform ranks are as uneven as these, for large numbers. */
    double pValue() {
        double expected = (double) simulations / BINS;
        double statistic = Arrays.stream(counts).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
        return ChiSquaredDistribution.of(BINS - 1).survivalProbability(statistic);
    }

    /** The numbers, and a bar of each, the highest three times what is expected or more. */
    String text() {
        String bars = Arrays.stream(counts).mapToObj(n -> String.valueOf(BARS.charAt(
                (int) Math.min(BARS.length() - 1, Math.round((BARS.length() - 1) * n * BINS / 3.0 / simulations)))))
                .collect(Collectors.joining());
        return bars + " " + Arrays.stream(counts).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }
}
