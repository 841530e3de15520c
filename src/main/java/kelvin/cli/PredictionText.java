package kelvin.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import kelvin.model.DataSet;
import kelvin.model.Scaling;
import kelvin.predict.Prediction;
import kelvin.predict.Regression;
import kelvin.predict.Scores;
import kelvin.store.RunHeader;

/** Scores and the first rows' predictions, for people. */
final class PredictionText {
    private static final int FIRST_ROWS = 5;

    private PredictionText() {
    }

    /**
     * The scores of every target, in standardised and in raw units.
     *
     * @param rows which rows they are of
     */
    static String scores(String rows, Map<String, Summary.TargetScores> scores) {
        StringBuilder text = new StringBuilder();
        scores.forEach((target, both) -> {
            text.append(String.format(Locale.ROOT, "%-30s  %s%n", target + ", " + rows + " rows",
                    both.rescaled() ? "standardised         raw" : "       score"));
            line(text, "RMSE", both, Scores::rmse);
            line(text, "NLL (moment-matched)", both, Scores::nll);
            line(text, "log predictive density", both, Scores::logPredictiveDensity);
            line(text, "coverage of the 95% interval", both, Scores::coverage);
        });
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Summary.TargetScores both,
            ToDoubleFunction<Scores> score) {
        text.append(String.format(Locale.ROOT, "%-30s  %12.4f", name, score.applyAsDouble(both.standardised())));
        text.append(both.rescaled() ? String.format(Locale.ROOT, "  %10.4f%n", score.applyAsDouble(both.raw())) : "\n");
    }

    /** The first rows' posterior means and 95% intervals, in raw units. */
    static String firstRows(RunHeader header, Regression regression) {
        DataSet rows = header.observed();
        Scaling scaling = header.scaling();
        StringBuilder text = new StringBuilder("row  target                  value        mean  95% interval\n");
        for (int row = 0; row < Math.min(FIRST_ROWS, rows.rows()); row++) {
            for (int j = 0; j < rows.targets(); j++) {
                double mean = scaling.targetMeans().get(j);
                double sd = scaling.targetSds().get(j);
                Prediction raw = regression.predictions().get(row).get(j).raw(mean, sd);
                text.append(String.format(Locale.ROOT, "%3d  %-16s  %11.5g  %10.5g  [%.5g, %.5g]%n", row,
                        rows.targetNames().get(j), mean + sd * rows.y()[row * rows.targets() + j], raw.mean(),
                        raw.interval().low(), raw.interval().high()));
            }
        }
        return text.toString();
    }

    /** What users of the original expect to see at the end. */
    static String original(long draws, Regression regression) {
        List<Prediction> all = regression.predictions().stream().flatMap(List::stream).toList();
        double uncertainty = all.stream().mapToDouble(Prediction::epistemicSd).average().orElseThrow();
        List<Prediction> first = all.subList(0, Math.min(FIRST_ROWS, all.size()));
        List<String> means = first.stream().map(one -> number(one.mean())).toList();
        List<String> intervals = first.stream()
                .map(one -> "[" + number(one.credible().low()) + ", " + number(one.credible().high()) + "]").toList();
        return String.format(Locale.ROOT, "  Collected %d posterior samples from cold chain%n"
                + "  Mean prediction uncertainty: %.2f%n"
                + "Final Results:%n  Posterior mean predictions: %s%n  95%% credible intervals: %s%n",
                draws, uncertainty, means, intervals);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
