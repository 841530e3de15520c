package kelvin.cli;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import kelvin.predict.Scores;

/** How well one target is predicted. */
sealed interface TargetScore {
    /**
     * The scores for people.
     *
     * @param heading what they are of
     */
    String text(String heading);

    /** Scores of numbers, in the model's and in raw units. */
    record OfNumbers(Scores standardised, Scores raw) implements TargetScore {
        @Override
        public String text(String heading) {
            return heading(heading, rescaled() ? "standardised         raw" : "       score")
                    + line("RMSE", Scores::rmse)
                    + line("NLL (moment-matched)", Scores::nll)
                    + line("log predictive density", Scores::logPredictiveDensity)
                    + line("coverage of the 95% interval", Scores::coverage);
        }

        private String line(String name, ToDoubleFunction<Scores> score) {
            String line = TargetScore.line(name, score.applyAsDouble(standardised));
            return (rescaled() ? line + String.format(Locale.ROOT, "  %10.4f", score.applyAsDouble(raw)) : line) + "\n";
        }

        private boolean rescaled() {
            return !standardised.equals(raw);
        }
    }

    /**
     * Scores of classes.
     *
     * @param accuracy share of rows whose most probable class is theirs
     * @param logScore mean log probability of a row's class, nats
     */
    record OfClasses(double accuracy, double logScore) implements TargetScore {
        @Override
        public String text(String heading) {
            return heading(heading, "       score") + line("accuracy", accuracy) + "\n"
                    + line("log score", logScore) + "\n";
        }
    }

    private static String heading(String heading, String columns) {
        return String.format(Locale.ROOT, "%-30s  %s%n", heading, columns);
    }

    private static String line(String name, double score) {
        return String.format(Locale.ROOT, "%-30s  %12.4f", name, score);
    }
}
