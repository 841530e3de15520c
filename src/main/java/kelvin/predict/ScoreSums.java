package kelvin.predict;

/**
 * Sums over rows from which {@link Scores} and their standard errors follow. Adding sums of parts in the order of the
 * parts gives the same bits whoever computed them.
 */
public final class ScoreSums {
    /** Edges of the calibration error's bins: 0.05, ..., 0.95 within 0 to 1. */
    private static final int BINS = 20;
    private static final double[] LEVELS = {0.5, 0.8, 0.95};
    private static final int SQUARED_ERROR = 1;
    private static final int NLL = 3;
    private static final int LOG_DENSITY = 5;
    private static final int CRPS = 7;
    private static final int COVERED = 9;
    private static final int HISTOGRAM = COVERED + 3;

    /** Rows, then sums and sums of squares of four scores, then counts. */
    private final double[] sums = new double[HISTOGRAM + BINS];

    /** Adds a row with its target y. */
    void add(Mixture mixture, double mean, double sd, double y) {
        double error = y - mean;
        double variance = sd * sd;
        sums[0]++;
        add(SQUARED_ERROR, error * error);
        add(NLL, 0.5 * (Math.log(2 * Math.PI * variance) + error * error / variance));
        add(LOG_DENSITY, mixture.logDensity(y));
        add(CRPS, mixture.crps(y));
        double atMost = mixture.cdf(y);
        double below = mixture.below(y);
        for (int i = 0; i < LEVELS.length; i++) {
            double tail = (1 - LEVELS[i]) / 2;
            sums[COVERED + i] += atMost >= tail && below <= 1 - tail ? 1 : 0;
        }
        sums[HISTOGRAM + (int) Math.min(BINS - 1, (atMost + below) / 2 * BINS)]++;
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
    }

    /** The sums as numbers, for {@link #of}. */
    public double[] toArray() {
        return sums.clone();
    }

    /** Sums that {@link #toArray} gave. */
    public static ScoreSums of(double[] values) {
        ScoreSums result = new ScoreSums();
        if (values.length != result.sums.length) {
            throw new IllegalArgumentException("sums: " + values.length + " numbers, must be " + result.sums.length);
        }
        System.arraycopy(values, 0, result.sums, 0, values.length);
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

    /** A row in bin b adds sign_i (1 if b < i) / (BINS - 1) over the edges i: the standard error of the mean of that. */
    private double calibrationErrorsError() {
        double[] signs = new double[BINS];
        double below = 0;
        for (int i = 1; i < BINS; i++) {
            below += sums[HISTOGRAM + i - 1] / sums[0];
            signs[i] = Math.signum(below - (double) i / BINS) / (BINS - 1);
        }
        double sum = 0;
        double squares = 0;
        double ofRow = 0;
        for (int b = BINS - 1; b >= 0; b--) {
            sum += sums[HISTOGRAM + b] * ofRow;
            squares += sums[HISTOGRAM + b] * ofRow * ofRow;
            ofRow += signs[b];
        }
        double mean = sum / sums[0];
        return Math.sqrt(Math.max(0, squares / sums[0] - mean * mean) / (sums[0] - 1));
    }
}
