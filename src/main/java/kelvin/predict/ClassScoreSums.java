package kelvin.predict;

/**
 * Sums over rows from which {@link ClassScores} and their standard errors follow. Adding sums of parts in the order of
 * the parts gives the same bits whoever computed them.
 */
public final class ClassScoreSums {
    private static final int BINS = 15;
    private static final int RIGHT = 1;
    private static final int LOG_SCORE = 3;
    private static final int BRIER = 5;
    private static final int EXCESS = 7;

    /** Rows, then sums and sums of squares of three scores, then of right or wrong less probability for each bin. */
    private final double[] sums = new double[EXCESS + 2 * BINS];

    /** Adds a row. */
    void add(double[] probabilities, int ofRow) {
        double largest = 0;
        double brier = 0;
        for (int c = 0; c < probabilities.length; c++) {
            largest = Math.max(largest, probabilities[c]);
            double difference = probabilities[c] - (c == ofRow ? 1 : 0);
            brier += difference * difference;
        }
        double right = probabilities[ofRow] == largest ? 1 : 0;
        sums[0]++;
        add(RIGHT, right);
        add(LOG_SCORE, Math.log(probabilities[ofRow]));
        add(BRIER, brier);
        add(EXCESS + 2 * (int) Math.min(BINS - 1, largest * BINS), right - largest);
    }

    private void add(int at, double value) {
        sums[at] += value;
        sums[at + 1] += value * value;
    }

    /** Adds other rows' sums. */
    public void add(ClassScoreSums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    /** The sums as numbers, for {@link #of}. */
    public double[] toArray() {
        return sums.clone();
    }

    /** Sums that {@link #toArray} gave. */
    public static ClassScoreSums of(double[] values) {
        ClassScoreSums result = new ClassScoreSums();
        if (values.length != result.sums.length) {
            throw new IllegalArgumentException("sums: " + values.length + " numbers, must be " + result.sums.length);
        }
        System.arraycopy(values, 0, result.sums, 0, values.length);
        return result;
    }

    /** The scores; NaN without rows. */
    public ClassScores scores() {
        double excess = 0;
        for (int b = 0; b < BINS; b++) {
            excess += Math.abs(sums[EXCESS + 2 * b]);
        }
        return new ClassScores(sums[RIGHT] / sums[0], sums[LOG_SCORE] / sums[0], sums[BRIER] / sums[0],
                excess / sums[0]);
    }

    /** Their standard errors over the rows, taken as independent; of the calibration error to first order. */
    public ClassScores errors() {
        double squares = 0;
        for (int b = 0; b < BINS; b++) {
            squares += sums[EXCESS + 2 * b + 1];
        }
        return new ClassScores(error(sums[RIGHT], sums[RIGHT + 1]), error(sums[LOG_SCORE], sums[LOG_SCORE + 1]),
                error(sums[BRIER], sums[BRIER + 1]), error(scores().calibrationError() * sums[0], squares));
    }

    private double error(double sum, double squares) {
        double mean = sum / sums[0];
        return Math.sqrt(Math.max(0, squares / sums[0] - mean * mean) / (sums[0] - 1));
    }
}
