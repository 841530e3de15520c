package kelvin.predict;

import java.util.Arrays;
import java.util.List;

import kelvin.bank.Device;
import kelvin.model.DataSet;
import kelvin.model.Logistic;
import kelvin.model.Model;

/**
 * Posterior predictions of classes.
 *
 * @param probabilities of every class at every row [rows][classes], means over the draws
 * @param sums what the scores follow from; of the rows whose class is known, not NaN
 */
public record Classification(List<List<Double>> probabilities, ClassScoreSums sums) {
    /** The scores. */
    public ClassScores scores() {
        return sums.scores();
    }

    /** Standard errors of the scores over rows. */
    public ClassScores errors() {
        return sums.errors();
    }

    /** Monte Carlo standard errors of the scores. */
    public ClassScores monteCarloErrors() {
        return sums.monteCarloErrors();
    }

    /**
     * Predicts rows and compares with their classes.
     *
     * @param threads at most so many, at least 1
     */
    public static Classification of(Model model, DataSet data, DrawSource source, Device device, int threads) {
        return of(model, data, List.of(source), device, threads);
    }

    /** The same from several sources of draws, all draws weighing the same. */
    public static Classification of(Model model, DataSet data, List<DrawSource> sources, Device device,
            int threads) {
        Chains chains = Chains.of(sources);
        FlatRows<List<Double>> probabilities = new FlatRows<>(data.rows(), Math.max(2, model.network().outputs()),
                row -> Arrays.stream(row).boxed().toList());
        ClassScoreSums sums = new ClassScoreSums(chains);
        Outputs.forEachBlock(model, data, sources, device, threads, Outputs.TILE_BYTES, (tile, firstRow, rows) ->
                block(tile, firstRow, rows, data, probabilities, new ClassScoreSums(chains)), sums::add);
        return new Classification(probabilities, sums);
    }

    private static ClassScoreSums block(Outputs tile, int firstRow, int rows, DataSet data,
            FlatRows<List<Double>> probabilities, ClassScoreSums sums) {
        for (int row = firstRow; row < firstRow + rows; row++) {
            double[][] byDraw = tile.probabilities(row);
            double[] mean = mean(byDraw);
            probabilities.put(row, 0, mean);
            double ofRow = data.y()[row];
            if (!Double.isNaN(ofRow)) {
                sums.add(byDraw, mean, (int) ofRow);
            }
        }
        return sums;
    }

    private static double[] mean(double[][] byDraw) {
        double[] mean = new double[byDraw[0].length];
        for (double[] probabilities : byDraw) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += probabilities[c] / byDraw.length;
            }
        }
        return mean;
    }

    /** Probabilities of the classes for one draw at one row: of a logit, or of one for each class. */
    static double[] probabilities(float[] outputs, int offset, int width) {
        if (width == 1) {
            return new double[] {Logistic.sigmoid(-outputs[offset]), Logistic.sigmoid(outputs[offset])};
        }
        double[] logits = new double[width];
        for (int c = 0; c < width; c++) {
            logits[c] = outputs[offset + c];
        }
        double logSum = Logistic.logSumExp(logits);
        for (int c = 0; c < width; c++) {
            logits[c] = Math.exp(logits[c] - logSum);
        }
        return logits;
    }
}
