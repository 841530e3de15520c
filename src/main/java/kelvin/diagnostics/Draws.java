package kelvin.diagnostics;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** What every diagnostic does to its draws {@code [chains][draws]} before it computes. */
final class Draws {
    private static final int FEWEST = 4;

    private Draws() {
    }

    /**
     * Whether a diagnostic of these draws is defined: at least four a chain, at least
     * {@code minChains} chains, no NaN.
     *
     * @throws IllegalArgumentException if there is no chain or the chains differ in length
     */
    static boolean suffice(double[][] draws, int minChains) {
        requireRectangular(draws);
        return draws.length >= minChains && draws[0].length >= FEWEST && !hasNaN(draws);
    }

    static void requireRectangular(double[][] draws) {
        if (!(draws.length > 0)) {
            throw new IllegalArgumentException("draws: no chain, must be at least one");
        }
        for (double[] chain : draws) {
            if (chain.length != draws[0].length) {
                throw new IllegalArgumentException("draws: chains of " + draws[0].length + " and "
                        + chain.length + " draws, must be of one length");
            }
        }
    }

    static boolean hasNaN(double[][] draws) {
        return Arrays.stream(draws).flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN);
    }

    /** Every chain as two: its first and its last half. The middle draw of an odd number is left out. */
    static double[][] split(double[][] draws) {
        int chains = draws.length;
        int n = draws[0].length;
        double[][] halves = new double[2 * chains][];
        for (int c = 0; c < chains; c++) {
            halves[c] = Arrays.copyOf(draws[c], n / 2);
            halves[chains + c] = Arrays.copyOfRange(draws[c], n - n / 2, n);
        }
        return halves;
    }

    static double[][] map(double[][] draws, DoubleUnaryOperator f) {
        return Arrays.stream(draws)
                .map(chain -> Arrays.stream(chain).map(f).toArray())
                .toArray(double[][]::new);
    }

    static double[] pooled(double[][] draws) {
        return Arrays.stream(draws).flatMapToDouble(Arrays::stream).toArray();
    }

    static double[] sorted(double[][] draws) {
        double[] pooled = pooled(draws);
        Arrays.sort(pooled);
        return pooled;
    }

    static double median(double[][] draws) {
        double[] sorted = sorted(draws);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    /**
     * Quantile of all chains together, type 7 of Hyndman and Fan (1996), for at least two draws.
     * The order of the operations is ArviZ's, because a draw that equals the quantile must compare
     * as it does there.
     *
     * @throws IllegalArgumentException if the probability lies outside [0, 1]
     */
    static double quantile(double[][] draws, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability: " + probability + ", must be in [0, 1]");
        }
        double[] sorted = sorted(draws);
        int n = sorted.length;
        double position = n * probability + (1 - probability);
        int k = (int) Math.min(Math.max(position, 1), n - 1);
        double share = Math.min(Math.max(position - k, 0), 1);
        return (1 - share) * sorted[k - 1] + share * sorted[k];
    }
}
