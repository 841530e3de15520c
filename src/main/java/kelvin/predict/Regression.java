package kelvin.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
    /** Copies the lists. */
    public Regression {
        predictions = List.copyOf(predictions);
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

    /** Standard errors of the scores [targets]. */
    public List<Scores> errors() {
        return sums.stream().map(ScoreSums::errors).toList();
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
        int targets = data.targets();
        Cell[] cells = new Cell[data.rows() * targets];
        Outputs.forEachTile(model, data, sources, device, threads, tileBytes, tile ->
                IntStream.range(0, tile.rows() * targets).parallel().forEach(i -> {
                    int at = tile.firstRow() * targets + i;
                    cells[at] = Cell.of(tile.mixture(i / targets, i % targets), level, data.y()[at]);
                }));
        List<List<Prediction>> predictions = new ArrayList<>();
        List<ScoreSums> sums = IntStream.range(0, targets).mapToObj(j -> new ScoreSums()).toList();
        for (int row = 0; row < data.rows(); row++) {
            predictions.add(Arrays.stream(cells, row * targets, (row + 1) * targets).map(Cell::prediction).toList());
            for (int j = 0; j < targets; j++) {
                sums.get(j).add(cells[row * targets + j].score());
            }
        }
        return new Regression(predictions, sums);
    }

    private record Cell(Prediction prediction, ScoreSums score) {
        static Cell of(Mixture mixture, double level, double y) {
            Prediction prediction = Prediction.of(mixture, level);
            ScoreSums score = new ScoreSums();
            if (!Double.isNaN(y)) {
                score.add(mixture, prediction.mean(), prediction.sd(), y);
            }
            return new Cell(prediction, score);
        }
    }
}
