package kelvin.predict;

import java.util.List;
import java.util.stream.Stream;

import kelvin.bank.Device;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.TargetKind;

/**
 * Posterior predictions of numbers or counts, in the model's units.
 *
 * @param predictions of every row, and of every target of a row [rows][targets]
 * @param sums what the scores of every target follow from [targets]; of the rows whose target is known, not NaN
 */
public record Regression(List<List<Prediction>> predictions, List<ScoreSums> sums) {
    /** Copies the sums, not the predictions, which can be many. */
    public Regression {
        sums = List.copyOf(sums);
    }

    /** Whether a likelihood's targets are numbers or counts. */
    public static boolean suits(Likelihood likelihood) {
        return likelihood.targetKind() != TargetKind.CLASSES;
    }

    /** Scores of every target [targets]. */
    public List<Scores> scores() {
        return sums.stream().map(ScoreSums::scores).toList();
    }

    /** Standard errors of the scores over rows [targets]. */
    public List<Scores> errors() {
        return sums.stream().map(ScoreSums::errors).toList();
    }

    /** Monte Carlo standard errors of the scores [targets]. */
    public List<Scores> monteCarloErrors() {
        return sums.stream().map(ScoreSums::monteCarloErrors).toList();
    }

    /**
     * Predicts rows and compares with their targets.
     *
     * @param data rows in the model's units
     * @param threads at most so many, at least 1
     */
    public static Regression of(Model model, DataSet data, DrawSource source, Device device, int threads) {
        return of(model, data, List.of(source), Prediction.LEVEL, device, threads, Outputs.TILE_BYTES);
    }

    /**
     * The same from several sources of draws, all draws weighing the same.
     *
     * @param level of the intervals, strictly between 0 and 1
     */
    public static Regression of(Model model, DataSet data, List<DrawSource> sources, double level, Device device,
            int threads) {
        return of(model, data, sources, level, device, threads, Outputs.TILE_BYTES);
    }

    static Regression of(Model model, DataSet data, List<DrawSource> sources, double level, Device device, int threads,
            long tileBytes) {
        Chains chains = Chains.of(sources);
        List<ScoreSums> sums = sums(data.targets(), chains);
        FlatRows<List<Prediction>> predictions = new FlatRows<>(data.rows(), data.targets() * Prediction.NUMBERS,
                Prediction::listOf);
        Outputs.forEachBlock(model, data, sources, device, threads, tileBytes, (tile, firstRow, rows) ->
                block(tile, firstRow, rows, data, level, predictions, sums(data.targets(), chains)), block -> {
                    for (int j = 0; j < sums.size(); j++) {
                        sums.get(j).add(block.get(j));
                    }
                });
        return new Regression(predictions, sums);
    }

    private static List<ScoreSums> sums(int targets, Chains chains) {
        return Stream.generate(() -> new ScoreSums(chains)).limit(targets).toList();
    }

    private static List<ScoreSums> block(Outputs tile, int firstRow, int rows, DataSet data, double level,
            FlatRows<List<Prediction>> predictions, List<ScoreSums> sums) {
        for (int row = firstRow; row < firstRow + rows; row++) {
            for (int j = 0; j < data.targets(); j++) {
                Mixture mixture = tile.mixture(row, j);
                Prediction prediction = Prediction.of(mixture, level);
                predictions.put(row, j * Prediction.NUMBERS, prediction.numbers());
                double y = data.y()[row * data.targets() + j];
                if (!Double.isNaN(y)) {
                    sums.get(j).add(mixture, RowScore.of(mixture, prediction.mean(), prediction.sd(), y));
                }
            }
        }
        return sums;
    }
}
