package kelvin.predict;

import java.util.stream.IntStream;

/**
 * Sums over rows from which {@link ClassScores} and their standard errors follow, over rows and over draws. Adding sums
 * of parts in the order of the parts gives the same bits whoever computed them.
 *
 * <p>Monte Carlo errors are those of {@link Influence}: with p the mean of the draws' probabilities p_s, a draw adds
 * p_s / p - 1 to a log probability. Whether a row is right has no derivative; over many rows it would have that of the
 * margin between the row's class and the best other, times the density of the margin at 0, for which stand the rows
 * whose margin is small.
 */
public final class ClassScoreSums {
    private static final int BINS = 15;
    private static final int RIGHT = 1;
    private static final int LOG_SCORE = 3;
    private static final int BRIER = 5;
    private static final int EXCESS = 7;
    /** Series over the draws. */
    private static final int DRAW_RIGHT = 0;
    private static final int DRAW_LOG_SCORE = 1;
    private static final int DRAW_BRIER = 2;
    private static final int DRAW_EXCESS = 3;
    /** Margins up to this are small. */
    private static final double SMALL = 0.05;

    /** Rows, then sums and sums of squares of three scores, then of right or wrong less probability for each bin. */
    private final double[] sums = new double[EXCESS + 2 * BINS];
    private final DrawSums ofDraws;

    /** No rows yet, predicted with the draws of these chains. */
    public ClassScoreSums(Chains chains) {
        ofDraws = new DrawSums(DRAW_EXCESS + BINS, chains);
    }

    /**
     * Adds a row.
     *
     * @param byDraw probability of every class for every draw [draws][classes]
     * @param probabilities their mean over the draws [classes]
     */
    void add(double[][] byDraw, double[] probabilities, int ofRow) {
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
        int bin = (int) Math.min(BINS - 1, largest * BINS);
        add(EXCESS + 2 * bin, right - largest);
        addDraws(byDraw, probabilities, ofRow, bin);
    }

    private void addDraws(double[][] byDraw, double[] mean, int ofRow, int bin) {
        int rival = IntStream.range(0, mean.length).filter(c -> c != ofRow).reduce((a, b) -> mean[b] > mean[a] ? b : a)
                .orElseThrow();
        int best = mean[ofRow] >= mean[rival] ? ofRow : rival;
        double density = Math.abs(mean[ofRow] - mean[rival]) <= SMALL ? 1 / (2 * SMALL) : 0;
        for (int s = 0; s < byDraw.length; s++) {
            double[] p = byDraw[s];
            double right = density * (p[ofRow] - mean[ofRow] - (p[rival] - mean[rival]));
            double brier = 0;
            for (int c = 0; c < mean.length; c++) {
                brier += 2 * (mean[c] - (c == ofRow ? 1 : 0)) * (p[c] - mean[c]);
            }
            ofDraws.add(DRAW_RIGHT, s, right);
            ofDraws.add(DRAW_LOG_SCORE, s, p[ofRow] / mean[ofRow] - 1);
            ofDraws.add(DRAW_BRIER, s, brier);
            ofDraws.add(DRAW_EXCESS + bin, s, right - (p[best] - mean[best]));
        }
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
        ofDraws.add(other.ofDraws);
    }

    /** The sums as numbers, for {@link #of}; the first is the number of rows. */
    public double[] toArray() {
        return ofDraws.after(sums);
    }

    /** Sums that {@link #toArray} gave, of predictions with the draws of these chains. */
    public static ClassScoreSums of(double[] values, Chains chains) {
        ClassScoreSums result = new ClassScoreSums(chains);
        result.ofDraws.takeApart(values, result.sums);
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

    /** Their Monte Carlo standard errors, as {@link ScoreSums#monteCarloErrors}. */
    public ClassScores monteCarloErrors() {
        double n = sums[0];
        double[] signs = IntStream.range(0, BINS).mapToDouble(b -> Math.signum(sums[EXCESS + 2 * b])).toArray();
        return new ClassScores(ofDraws.error(DRAW_RIGHT) / n, ofDraws.error(DRAW_LOG_SCORE) / n,
                ofDraws.error(DRAW_BRIER) / n, ofDraws.error(DRAW_EXCESS, signs) / n);
    }

    private double error(double sum, double squares) {
        double mean = sum / sums[0];
        return Math.sqrt(Math.max(0, squares / sums[0] - mean * mean) / (sums[0] - 1));
    }
}
