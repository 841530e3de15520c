package kelvin.predict;

import java.util.ArrayList;
import java.util.List;

import kelvin.bank.Device;
import kelvin.model.DataSet;
import kelvin.model.Logistic;
import kelvin.model.Model;

/**
 * Posterior predictions of classes.
 *
 * @param probabilities of every class at every row [rows][classes], means over the draws
 * @param accuracy share of rows whose most probable class is theirs
 * @param logScore mean log probability of a row's class, nats
 */
public record Classification(List<List<Double>> probabilities, double accuracy, double logScore) {
    /** Copies the list. */
    public Classification {
        probabilities = List.copyOf(probabilities);
    }

    /**
     * Predicts rows and compares with their classes.
     *
     * @param threads at most so many, at least 1
     */
    public static Classification of(Model model, DataSet data, DrawSource source, Device device, int threads) {
        List<List<Double>> all = new ArrayList<>();
        Outputs.forEachTile(model, data, source, device, threads, Outputs.TILE_BYTES, tile -> {
            for (int row = 0; row < tile.rows(); row++) {
                List<Double> ofRow = new ArrayList<>();
                for (double probability : tile.probabilities(row)) {
                    ofRow.add(probability);
                }
                all.add(List.copyOf(ofRow));
            }
        });
        int right = 0;
        double logScore = 0;
        for (int row = 0; row < all.size(); row++) {
            List<Double> ofRow = all.get(row);
            double ofClass = ofRow.get((int) data.y()[row]);
            right += ofRow.stream().allMatch(probability -> probability <= ofClass) ? 1 : 0;
            logScore += Math.log(ofClass);
        }
        return new Classification(all, (double) right / all.size(), logScore / all.size());
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
