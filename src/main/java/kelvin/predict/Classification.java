package kelvin.predict;

import java.util.ArrayList;
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
    /** Copies the list. */
    public Classification {
        probabilities = List.copyOf(probabilities);
    }

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
        List<List<Double>> all = new ArrayList<>();
        ClassScoreSums sums = new ClassScoreSums(Chains.of(sources));
        Outputs.forEachTile(model, data, sources, device, threads, Outputs.TILE_BYTES, tile -> {
            for (int row = 0; row < tile.rows(); row++) {
                double[][] byDraw = tile.probabilities(row);
                double[] probabilities = mean(byDraw);
                all.add(Arrays.stream(probabilities).boxed().toList());
                double ofRow = data.y()[tile.firstRow() + row];
                if (!Double.isNaN(ofRow)) {
                    sums.add(byDraw, probabilities, (int) ofRow);
                }
            }
        });
        return new Classification(all, sums);
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
