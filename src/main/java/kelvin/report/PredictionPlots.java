package kelvin.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import kelvin.model.DataSet;
import kelvin.predict.Classification;
import kelvin.predict.Prediction;
import kelvin.predict.Regression;

/** Plots of predictions against what was observed, in raw units. */
final class PredictionPlots {
    private static final int ROWS = 80;
    private static final int LEVELS = 19;
    private static final int BINS = 10;
    private static final long BATCH_FLOATS = 1 << 21;
    /** Half-width of a central 95% interval of a normal. */
    private static final double Z = 1.96;

    private PredictionPlots() {
    }

    static List<Plot> of(RunView view, Predictions predictions) {
        List<Plot> plots = new ArrayList<>();
        predictions.band().ifPresent(band -> plots.add(band(view, band)));
        predictions.regression().ifPresent(regression -> {
            DataSet rows = view.header().observed();
            for (int j = 0; j < rows.targets(); j++) {
                plots.add(intervals(view, rows, regression, j));
                plots.add(scatter(view, rows, regression, j));
            }
            if (view.run().hasPredictive()) {
                plots.add(calibration(view, rows));
            }
        });
        predictions.classification().ifPresent(classes -> plots.add(reliability(view, classes)));
        return plots;
    }

    private static String suffix(DataSet rows, int target) {
        return rows.targets() == 1 ? "" : "-" + target;
    }

    private static Prediction raw(RunView view, Regression regression, int row, int target) {
        return regression.predictions().get(row).get(target).raw(view.header().scaling().targetMeans().get(target),
                view.header().scaling().targetSds().get(target));
    }

    private static double truth(RunView view, DataSet rows, int row, int target) {
        return view.header().scaling().targetMeans().get(target)
                + view.header().scaling().targetSds().get(target) * rows.y()[row * rows.targets() + target];
    }

    private static Plot intervals(RunView view, DataSet rows, Regression regression, int target) {
        int[] some = RunView.some(rows.rows(), ROWS);
        int[] sorted = IntStream.of(some).boxed().sorted(Comparator.comparingDouble(
                row -> raw(view, regression, row, target).mean())).mapToInt(Integer::intValue).toArray();
        double[][] columns = new double[4][sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            Prediction prediction = raw(view, regression, sorted[i], target);
            columns[0][i] = truth(view, rows, sorted[i], target);
            columns[1][i] = prediction.mean();
            columns[2][i] = prediction.interval().low();
            columns[3][i] = prediction.interval().high();
        }
        double[] x = RunView.numbers(sorted.length);
        String name = rows.targetNames().get(target);
        return new Plot("intervals" + suffix(rows, target), "Predictive intervals of " + name, "Of " + sorted.length + " of "
                + rows.rows() + " " + which(view) + " rows in the order of their predicted mean: the band is the 95% "
                + "predictive interval, which should hold about 19 truths in 20.",
                new Figure("row, by predicted mean", name).band("mean, 95% interval", x, columns[1], columns[2], columns[3])
                        .points("truth", x, columns[0]).chart());
    }

    private static Plot scatter(RunView view, DataSet rows, Regression regression, int target) {
        int[] some = RunView.some(rows.rows(), RunView.POINTS);
        double[] mean = IntStream.of(some).mapToDouble(row -> raw(view, regression, row, target).mean()).toArray();
        double[] truth = IntStream.of(some).mapToDouble(row -> truth(view, rows, row, target)).toArray();
        double low = Math.min(IntStream.range(0, some.length).mapToDouble(i -> mean[i]).min().orElseThrow(),
                IntStream.range(0, some.length).mapToDouble(i -> truth[i]).min().orElseThrow());
        double high = Math.max(IntStream.range(0, some.length).mapToDouble(i -> mean[i]).max().orElseThrow(),
                IntStream.range(0, some.length).mapToDouble(i -> truth[i]).max().orElseThrow());
        String name = rows.targetNames().get(target);
        return new Plot("truth" + suffix(rows, target), "Prediction against truth", "Predictive mean of " + name + " at "
                + which(view) + " rows; on the dashed line prediction and truth agree.",
                new Figure("truth", "predicted mean").points("rows", truth, mean).diagonal(low, high).chart());
    }

    /** Share of truths within central predictive intervals of every size, from the draws in the run file. */
    private static Plot calibration(RunView view, DataSet rows) {
        int cells = rows.rows() * rows.targets();
        int[] below = new int[cells];
        int draws = view.run().draws();
        int atOnce = (int) Math.max(1, Math.min(draws, BATCH_FLOATS / cells));
        float[] values = new float[atOnce * cells];
        for (int m = 0; m < view.ladders(); m++) {
            for (int first = 0; first < draws; first += atOnce) {
                int count = Math.min(atOnce, draws - first);
                view.run().predictive(m, first, count, values);
                for (int i = 0; i < count * cells; i++) {
                    below[i % cells] += values[i] < rows.y()[i % cells] ? 1 : 0;
                }
            }
        }
        double all = (double) draws * view.ladders();
        double[] nominal = new double[LEVELS];
        double[][] share = new double[3][LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            nominal[i] = (i + 1) / (LEVELS + 1.0);
            double level = nominal[i];
            share[0][i] = IntStream.of(below).filter(b -> Math.abs(b / all - 0.5) <= level / 2).count() / (double) cells;
            double half = Z * Math.sqrt(level * (1 - level) / cells);
            share[1][i] = Math.max(0, level - half);
            share[2][i] = Math.min(1, level + half);
        }
        return new Plot("calibration", "Calibration", "Share of the " + which(view) + " targets within central "
                + "predictive intervals. Between the bars, where 95% of right predictions would lie, intervals are as wide as they "
                + "say; below they are too narrow.", new Figure("probability of the interval", "share of truths within")
                .linePoints("observed", nominal, share[0]).bars("expected", nominal, nominal, share[1], share[2])
                .diagonal(0, 1).rangeX(0, 1).rangeY(0, 1).chart());
    }

    private static Plot band(RunView view, Predictions.Band band) {
        int n = band.inputs().length;
        double[][] columns = new double[3][n];
        for (int i = 0; i < n; i++) {
            Prediction prediction = raw(view, band.regression(), i, 0);
            columns[0][i] = prediction.mean();
            columns[1][i] = prediction.interval().low();
            columns[2][i] = prediction.interval().high();
        }
        DataSet train = view.header().train();
        int[] some = RunView.some(train.rows(), RunView.POINTS);
        double mean = view.header().scaling().inputMeans().get(0);
        double sd = view.header().scaling().inputSds().get(0);
        double[] x = IntStream.of(some).mapToDouble(row -> mean + sd * train.x()[row]).toArray();
        double[] y = IntStream.of(some).mapToDouble(row -> truth(view, train, row, 0)).toArray();
        return new Plot("band", "Posterior over the input", "Predictive mean and 95% interval over the range of the "
                + "training inputs and a fifth beyond, with the training rows.",
                new Figure(train.inputNames().get(0), train.targetNames().get(0)).band("mean, 95% interval",
                        band.inputs(), columns[0], columns[1], columns[2]).points("training rows", x, y).chart());
    }

    /** How often the class that is given a probability is the true one (Wilson's 95% intervals). */
    private static Plot reliability(RunView view, Classification classes) {
        DataSet rows = view.header().observed();
        double[] sum = new double[BINS];
        double[] right = new double[BINS];
        double[] count = new double[BINS];
        for (int row = 0; row < rows.rows(); row++) {
            List<Double> probabilities = classes.probabilities().get(row);
            for (int c = 0; c < probabilities.size(); c++) {
                int bin = Math.min(BINS - 1, (int) (probabilities.get(c) * BINS));
                sum[bin] += probabilities.get(c);
                right[bin] += c == (int) rows.y()[row] ? 1 : 0;
                count[bin]++;
            }
        }
        int[] filled = IntStream.range(0, BINS).filter(bin -> count[bin] > 0).toArray();
        double[][] columns = new double[4][filled.length];
        for (int i = 0; i < filled.length; i++) {
            double n = count[filled[i]];
            double share = right[filled[i]] / n;
            double centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
            double half = Z / (1 + Z * Z / n) * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
            columns[0][i] = sum[filled[i]] / n;
            columns[1][i] = share;
            columns[2][i] = centre - half;
            columns[3][i] = centre + half;
        }
        return new Plot("reliability", "Calibration", "How often a class that was given a probability is the true one, at "
                + which(view) + " rows, with 95% intervals; on the dashed line probabilities mean what they say.",
                new Figure("predicted probability", "share of true classes").bars("classes", columns[0], columns[1],
                        columns[2], columns[3]).diagonal(0, 1).rangeX(0, 1).rangeY(0, 1).chart());
    }

    private static String which(RunView view) {
        return view.header().test() == null ? "training" : "test";
    }
}
