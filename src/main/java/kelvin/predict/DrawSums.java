package kelvin.predict;

import java.util.Arrays;

/** Sums over rows of several numbers for every draw: series over the draws, whose means have Monte Carlo errors. */
final class DrawSums {
    private final Chains chains;
    private final int draws;
    /** [series][draws]. */
    private final double[] sums;

    DrawSums(int series, Chains chains) {
        this.chains = chains;
        draws = chains.draws();
        sums = new double[Math.multiplyExact(series, draws)];
    }

    void add(int series, int draw, double value) {
        sums[series * draws + draw] += value;
    }

    /** Adds other rows' sums. */
    void add(DrawSums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    /** Other sums and then these as numbers, for {@link #takeApart}. */
    double[] after(double[] others) {
        double[] all = Arrays.copyOf(others, others.length + sums.length);
        System.arraycopy(sums, 0, all, others.length, sums.length);
        return all;
    }

    /**
     * Takes what {@link #after} gave.
     *
     * @param others to be filled with the other sums
     */
    void takeApart(double[] values, double[] others) {
        if (values.length != others.length + sums.length) {
            throw new IllegalArgumentException("sums: " + values.length + " numbers, must be "
                    + (others.length + sums.length));
        }
        System.arraycopy(values, 0, others, 0, others.length);
        System.arraycopy(values, others.length, sums, 0, sums.length);
    }

    /** Monte Carlo standard error of the mean over draws of one series. */
    double error(int series) {
        return chains.errorOfMean(Arrays.copyOfRange(sums, series * draws, (series + 1) * draws));
    }

    /**
     * The same of a weighted sum of series.
     *
     * @param first of them
     * @param weights of it and those that follow
     */
    double error(int first, double[] weights) {
        double[] combined = new double[draws];
        for (int i = 0; i < weights.length; i++) {
            for (int s = 0; s < draws; s++) {
                combined[s] += weights[i] * sums[(first + i) * draws + s];
            }
        }
        return chains.errorOfMean(combined);
    }
}
