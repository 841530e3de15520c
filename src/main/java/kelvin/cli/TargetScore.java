package kelvin.cli;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import kelvin.predict.ClassScores;
import kelvin.predict.Scores;

/** How well one target is predicted. */
sealed interface TargetScore {
    /**
     * The scores for people.
     *
     * @param heading what they are of
     */
    String text(String heading);

    /** Mean log density or log probability of the rows' targets, nats, in the model's units. */
    double logScore();

    /** Its standard error. */
    double logScoreError();

    /** Scores of numbers, in the model's and in raw units, with their standard errors. */
    record OfNumbers(Scores standardised, Scores standardisedErrors, Scores raw, Scores rawErrors)
            implements TargetScore {
        /** Scores in the model's units, whose target was standardised by a standard deviation. */
        static OfNumbers of(Scores scores, Scores errors, double targetSd) {
            return new OfNumbers(scores, errors, scores.raw(targetSd), errors.rawErrors(targetSd));
        }

        @Override
        public String text(String heading) {
            return heading(heading, rescaled() ? "standardised                    raw" : "       score")
                    + line("RMSE", Scores::rmse)
                    + line("NLL (moment-matched)", Scores::nll)
                    + line("log predictive density", Scores::logPredictiveDensity)
                    + line("CRPS", Scores::crps)
                    + line("coverage of the 50% interval", Scores::coverage50)
                    + line("coverage of the 80% interval", Scores::coverage80)
                    + line("coverage of the 95% interval", Scores::coverage95)
                    + line("calibration error", Scores::calibrationError);
        }

        @Override
        public double logScore() {
            return standardised.logPredictiveDensity();
        }

        @Override
        public double logScoreError() {
            return standardisedErrors.logPredictiveDensity();
        }

        private String line(String name, ToDoubleFunction<Scores> score) {
            String line = TargetScore.line(name, score.applyAsDouble(standardised),
                    score.applyAsDouble(standardisedErrors));
            return (rescaled() ? line + number(score.applyAsDouble(raw), score.applyAsDouble(rawErrors)) : line) + "\n";
        }

        private boolean rescaled() {
            return !standardised.equals(raw);
        }
    }

    /** Scores of classes with their standard errors. */
    record OfClasses(ClassScores scores, ClassScores errors) implements TargetScore {
        @Override
        public String text(String heading) {
            return heading(heading, "       score") + line("accuracy", ClassScores::accuracy)
                    + line("log score", ClassScores::logScore) + line("Brier score", ClassScores::brier)
                    + line("calibration error", ClassScores::calibrationError);
        }

        @Override
        public double logScore() {
            return scores.logScore();
        }

        @Override
        public double logScoreError() {
            return errors.logScore();
        }

        private String line(String name, ToDoubleFunction<ClassScores> score) {
            return TargetScore.line(name, score.applyAsDouble(scores), score.applyAsDouble(errors)) + "\n";
        }
    }

    private static String heading(String heading, String columns) {
        return String.format(Locale.ROOT, "%-30s  %s%n", heading, columns);
    }

    private static String line(String name, double score, double error) {
        return String.format(Locale.ROOT, "%-30s", name) + number(score, error);
    }

    private static String number(double score, double error) {
        return String.format(Locale.ROOT, "  %12.4f +- %-6.4f", score, error);
    }
}
