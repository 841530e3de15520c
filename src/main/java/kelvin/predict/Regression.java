package kelvin.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import kelvin.bank.Device;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;

/**
 * Posterior predictions of numbers, in the model's units.
 *
 * @param predictions of every row, and of every target of a row [rows][targets]
 * @param scores of every target [targets]
 */
public record Regression(List<List<Prediction>> predictions, List<Scores> scores) {
    /** Copies the lists. */
    public Regression {
        predictions = List.copyOf(predictions);
        scores = List.copyOf(scores);
    }

    /** Whether a likelihood's targets are numbers. */
    public static boolean suits(Likelihood likelihood) {
        return likelihood instanceof Likelihood.Gaussian || likelihood instanceof Likelihood.GaussianLearned
                || likelihood instanceof Likelihood.Heteroscedastic;
    }

    /**
     * Predicts rows and compares with their targets.
     *
     * @param data rows in the model's units
     * @param threads at most so many, at least 1
     */
    public static Regression of(Model model, DataSet data, DrawSource source, Device device, int threads) {
        return of(model, data, source, device, threads, Outputs.TILE_BYTES);
    }

    static Regression of(Model model, DataSet data, DrawSource source, Device device, int threads, long tileBytes) {
        int targets = data.targets();
        Cell[] cells = new Cell[data.rows() * targets];
        Outputs.forEachTile(model, data, source, device, threads, tileBytes, tile ->
                IntStream.range(0, tile.rows() * targets).parallel().forEach(i -> {
                    int at = tile.firstRow() * targets + i;
                    cells[at] = Cell.of(tile.mixture(i / targets, i % targets), data.y()[at]);
                }));
        List<List<Prediction>> predictions = new ArrayList<>();
        for (int row = 0; row < data.rows(); row++) {
            predictions.add(Arrays.stream(cells, row * targets, (row + 1) * targets).map(Cell::prediction).toList());
        }
        List<Scores> scores = new ArrayList<>();
        for (int j = 0; j < targets; j++) {
            scores.add(scores(cells, data.y(), j, targets));
        }
        return new Regression(predictions, scores);
    }

    private record Cell(Prediction prediction, double logDensity) {
        static Cell of(NormalMixture mixture, double y) {
            return new Cell(Prediction.of(mixture), mixture.logDensity(y));
        }
    }

    private static Scores scores(Cell[] cells, double[] y, int target, int targets) {
        double squares = 0;
        double nll = 0;
        double logDensity = 0;
        int covered = 0;
        for (int i = target; i < cells.length; i += targets) {
            Prediction prediction = cells[i].prediction();
            double error = y[i] - prediction.mean();
            double variance = prediction.sd() * prediction.sd();
            squares += error * error;
            nll += 0.5 * (Math.log(2 * Math.PI * variance) + error * error / variance);
            logDensity += cells[i].logDensity();
            covered += prediction.interval().contains(y[i]) ? 1 : 0;
        }
        double rows = cells.length / targets;
        return new Scores(Math.sqrt(squares / rows), nll / rows, logDensity / rows, covered / rows);
    }
}
