package kelvin.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        int targets = data.targets();
        Chains chains = Chains.of(sources);
        List<ScoreSums> sums = IntStream.range(0, targets).mapToObj(j -> new ScoreSums(chains)).toList();
        List<List<Prediction>> predictions = new ArrayList<>();
        Outputs.forEachTile(model, data, sources, device, threads, tileBytes, tile -> {
            Cell[] cells = new Cell[tile.rows() * targets];
            IntStream.range(0, cells.length).parallel().forEach(i -> cells[i] = Cell.of(
                    tile.mixture(i / targets, i % targets), level, data.y()[tile.firstRow() * targets + i]));
            for (int i = 0; i < cells.length; i++) {
                if (cells[i].score.isPresent()) {
                    sums.get(i % targets).add(tile.mixture(i / targets, i % targets), cells[i].score.get());
                }
            }
            for (int row = 0; row < tile.rows(); row++) {
                predictions.add(Arrays.stream(cells, row * targets, (row + 1) * targets).map(Cell::prediction).toList());
            }
        });
        return new Regression(predictions, sums);
    }

    private record Cell(Prediction prediction, Optional<RowScore> score) {
        static Cell of(Mixture mixture, double level, double y) {
            Prediction prediction = Prediction.of(mixture, level);
            return new Cell(prediction, Double.isNaN(y) ? Optional.empty()
                    : Optional.of(RowScore.of(mixture, prediction.mean(), prediction.sd(), y)));
        }
    }
}
