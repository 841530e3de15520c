package kelvin.diagnostics;

import java.util.Arrays;

/**
 * Rank normalisation: each draw is replaced by the normal score of its rank among the draws of all
 * chains, z = Phi^-1((rank - 3/8) / (S + 1/4)), ties sharing their mean rank (Vehtari et al. 2021,
 * section 4.1). It needs no moments, so heavy tails cannot spoil what is computed from it.
 */
final class RankNormal {
    private RankNormal() {
    }

    /** Scores of the draws {@code [chains][draws]}, in the same places. */
    static double[][] of(double[][] draws) {
        double[] sorted = Draws.sorted(draws);
        double[] score = scores(sorted);
        return Draws.map(draws, x -> score[Arrays.binarySearch(sorted, x)]);
    }

    /** Distances from the median: what moves when only the spread of a chain is wrong. */
    static double[][] fold(double[][] draws) {
        double median = Draws.median(draws);
        return Draws.map(draws, x -> Math.abs(x - median));
    }

    private static double[] scores(double[] sorted) {
        int size = sorted.length;
        double[] score = new double[size];
        int start = 0;
        while (start < size) {
            int end = start + 1;
            while (end < size && sorted[end] == sorted[start]) {
                end++;
            }
            double meanRank = (start + 1 + end) / 2.0;
            Arrays.fill(score, start, end, NormalQuantile.at((meanRank - 0.375) / (size + 0.25)));
            start = end;
        }
        return score;
    }
}
