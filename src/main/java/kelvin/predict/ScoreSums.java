package kelvin.predict;

import java.util.Arrays;

/**
 * Sums over rows from which {@link Scores} and their standard errors follow, over rows and over draws. Adding sums of
 * parts in the order of the parts gives the same bits whoever computed them.
 */
public final class ScoreSums {
    /** Edges of the calibration error's bins: 0.05, ..., 0.95 within 0 to 1. */
    private static final int BINS = Influence.EDGES + 1;
    private static final double[] LEVELS = {0.5, 0.8, 0.95};
    private static final double ROUNDING = 1e-9;
    private static final int SQUARED_ERROR = 1;
    private static final int NLL = 3;
    private static final int LOG_DENSITY = 5;
    private static final int CRPS = 7;
    private static final int COVERED = 9;
    private static final int HISTOGRAM = COVERED + 3;

    /** Rows, then sums and sums of squares of four scores, then counts. */
    private final double[] sums = new double[HISTOGRAM + BINS];
    private final DrawSums ofDraws;

    /** No rows yet, predicted with the draws of these chains. */
    public ScoreSums(Chains chains) {
        ofDraws = new DrawSums(Influence.SERIES, chains);
    }

    /** Adds a row with a known target. */
    void add(Mixture mixture, RowScore row) {
        sums[0]++;
        add(SQUARED_ERROR, row.error() * row.error());
        add(NLL, row.nll());
        add(LOG_DENSITY, row.logDensity());
        add(CRPS, row.ranked().score());
        for (int i = 0; i < LEVELS.length; i++) {
            double tail = (1 - LEVELS[i]) / 2;
            sums[COVERED + i] += row.atMost() >= tail && row.below() <= 1 - tail ? 1 : 0;
        }
        sums[HISTOGRAM + (int) Math.min(BINS - 1, row.position() * BINS)]++;
        Influence.add(mixture, row, ofDraws);
    }

    private void add(int at, double value) {
        sums[at] += value;
        sums[at + 1] += value * value;
    }

    /** Adds other rows' sums. */
    public void add(ScoreSums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
        ofDraws.add(other.ofDraws);
    }

    /** The sums as numbers, for {@link #of}; the first is the number of rows. */
    public double[] toArray() {
        return ofDraws.after(sums);
    }

    /** Sums that {@link #toArray} gave, of predictions with the draws of these chains. */
    public static ScoreSums of(double[] values, Chains chains) {
        ScoreSums result = new ScoreSums(chains);
        result.ofDraws.takeApart(values, result.sums);
        return result;
    }

    /** The scores; NaN without rows. */
    public Scores scores() {
        return new Scores(Math.sqrt(mean(SQUARED_ERROR)), mean(NLL), mean(LOG_DENSITY), mean(CRPS), mean(COVERED),
                mean(COVERED + 1), mean(COVERED + 2), calibrationError());
    }

    /** Their standard errors over the rows, taken as independent; of the RMSE and the calibration error to first order. */
    public Scores errors() {
        return new Scores(error(SQUARED_ERROR) / (2 * Math.sqrt(mean(SQUARED_ERROR))), error(NLL), error(LOG_DENSITY),
                error(CRPS), shareError(COVERED), shareError(COVERED + 1), shareError(COVERED + 2),
                calibrationErrorsError());
    }

    /**
     * Their Monte Carlo standard errors: how far scores of the same rows would scatter with other draws of the same
     * posterior. To first order, and for scores that count rows without the steps of single rows, so that these are too
     * small where there are few. NaN for chains of fewer than four draws.
     */
    public Scores monteCarloErrors() {
        double n = sums[0];
        return new Scores(ofDraws.error(Influence.SQUARED_ERROR) / n / (2 * Math.sqrt(mean(SQUARED_ERROR))),
                ofDraws.error(Influence.NLL) / n, ofDraws.error(Influence.LOG_DENSITY) / n,
                ofDraws.error(Influence.CRPS) / n, coverageError(0), coverageError(1), coverageError(2),
                ofDraws.error(Influence.SHARES, calibrationSlopes()) / n);
    }

    private double coverageError(int level) {
        double tail = (1 - LEVELS[level]) / 2;
        double[] ends = Arrays.stream(Influence.LEVELS).map(p -> Math.abs(p - (1 - tail)) < ROUNDING ? 1
                : Math.abs(p - tail) < ROUNDING ? -1 : 0).toArray();
        return ofDraws.error(Influence.SHARES, ends) / sums[0];
    }

    private double mean(int at) {
        return sums[at] / sums[0];
    }

    private double error(int at) {
        double mean = mean(at);
        double variance = Math.max(0, sums[at + 1] / sums[0] - mean * mean);
        return Math.sqrt(variance / (sums[0] - 1));
    }

    private double shareError(int at) {
        return Math.sqrt(mean(at) * (1 - mean(at)) / (sums[0] - 1));
    }

    private double calibrationError() {
        double total = 0;
        double below = 0;
        for (int i = 1; i < BINS; i++) {
            below += sums[HISTOGRAM + i - 1] / sums[0];
            total += Math.abs(below - (double) i / BINS);
        }
        return total / (BINS - 1);
    }

    /** Derivatives of the calibration error by the share of targets below every edge [BINS - 1]. */
    private double[] calibrationSlopes() {
        double[] slopes = new double[BINS - 1];
        double below = 0;
        for (int i = 1; i < BINS; i++) {
            below += sums[HISTOGRAM + i - 1] / sums[0];
            slopes[i - 1] = Math.signum(below - (double) i / BINS) / (BINS - 1);
        }
        return slopes;
    }

    /** A row in bin b adds the slopes of the edges above it: the standard error of the mean of that. */
    private double calibrationErrorsError() {
        double[] slopes = calibrationSlopes();
        double sum = 0;
        double squares = 0;
        double ofRow = 0;
        for (int b = BINS - 1; b >= 0; b--) {
            sum += sums[HISTOGRAM + b] * ofRow;
            squares += sums[HISTOGRAM + b] * ofRow * ofRow;
            ofRow += b > 0 ? slopes[b - 1] : 0;
        }
        double mean = sum / sums[0];
        return Math.sqrt(Math.max(0, squares / sums[0] - mean * mean) / (sums[0] - 1));
    }
}
