package kelvin.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import kelvin.bank.Device;
import kelvin.model.DataSet;
import kelvin.predict.Classification;
import kelvin.predict.DrawSource;
import kelvin.predict.Prediction;
import kelvin.predict.Regression;
import kelvin.store.RunHeader;
import kelvin.store.RunReader;

/** Predictions for a run's test rows, or else its training rows. */
sealed interface Evaluation {
    /** How many rows are shown. */
    int FIRST_ROWS = 5;

    /** Predicts with all draws of a run. */
    static Evaluation of(RunReader run, Device device, int threads) {
        return of(run.header(), DrawSource.of(run), device, threads);
    }

    /** Predicts with draws of a run. */
    static Evaluation of(RunHeader header, DrawSource draws, Device device, int threads) {
        return Regression.suits(header.model().likelihood())
                ? new OfNumbers(header, Regression.of(header.model(), header.observed(), draws, device, threads))
                : new OfClasses(header, Classification.of(header.model(), header.observed(), draws, device, threads));
    }

    /** The scores of every target by its name. */
    Map<String, TargetScore> scores();

    /** The first rows' predictions, for people. */
    String firstRows();

    /** Which rows a run's predictions are for. */
    static String rows(RunHeader header) {
        return header.test() == null ? "training"
                : header.options().containsKey("validation") ? "validation" : "test";
    }

    /** The scores for people. */
    static String text(String rows, Map<String, TargetScore> scores) {
        return scores.entrySet().stream().map(one -> one.getValue().text(one.getKey() + ", " + rows + " rows"))
                .collect(Collectors.joining()) + "standard errors: over rows, if others were scored; over draws, if the "
                + "run were repeated with another seed\n";
    }

    /** Predictions of numbers, shown in raw units. */
    record OfNumbers(RunHeader header, Regression regression) implements Evaluation {
        @Override
        public Map<String, TargetScore> scores() {
            Map<String, TargetScore> byTarget = new LinkedHashMap<>();
            for (int j = 0; j < regression.sums().size(); j++) {
                byTarget.put(header.observed().targetNames().get(j), TargetScore.OfNumbers.of(
                        regression.sums().get(j), header.scaling().targetSds().get(j)));
            }
            return byTarget;
        }

        @Override
        public String firstRows() {
            DataSet rows = header.observed();
            StringBuilder text = new StringBuilder("row  target                  value        mean  95% interval\n");
            for (int row = 0; row < Math.min(FIRST_ROWS, rows.rows()); row++) {
                for (int j = 0; j < rows.targets(); j++) {
                    double mean = header.scaling().targetMeans().get(j);
                    double sd = header.scaling().targetSds().get(j);
                    Prediction raw = regression.predictions().get(row).get(j).raw(mean, sd);
                    text.append(String.format(Locale.ROOT, "%3d  %-16s  %11.5g  %10.5g  [%.5g, %.5g]%n", row,
                            rows.targetNames().get(j), mean + sd * rows.y()[row * rows.targets() + j], raw.mean(),
                            raw.interval().low(), raw.interval().high()));
                }
            }
            return text.toString();
        }
    }

    /** Predictions of classes. */
    record OfClasses(RunHeader header, Classification classification) implements Evaluation {
        @Override
        public Map<String, TargetScore> scores() {
            return Map.of(header.observed().targetNames().get(0),
                    TargetScore.OfClasses.of(classification.sums()));
        }

        @Override
        public String firstRows() {
            StringBuilder text = new StringBuilder("row  class  probabilities\n");
            for (int row = 0; row < Math.min(FIRST_ROWS, header.observed().rows()); row++) {
                List<String> probabilities = classification.probabilities().get(row).stream()
                        .map(probability -> String.format(Locale.ROOT, "%.4f", probability)).toList();
                text.append(String.format(Locale.ROOT, "%3d  %5.0f  %s%n", row, header.observed().y()[row],
                        String.join(" ", probabilities)));
            }
            return text.toString();
        }
    }
}
