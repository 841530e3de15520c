package kelvin.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import kelvin.predict.ClassScoreSums;
import kelvin.predict.ClassScores;
import kelvin.predict.ScoreSums;
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

    /** Its standard error over rows. */
    double logScoreError();

    /** Its Monte Carlo standard error. */
    double logScoreMonteCarloError();

    /**
     * Scores of numbers, in the model's and in raw units, with their standard errors over rows and their Monte Carlo
     * standard errors.
     */
    record OfNumbers(Scores standardised, Scores standardisedErrors, Scores standardisedMonteCarloErrors, Scores raw,
            Scores rawErrors, Scores rawMonteCarloErrors) implements TargetScore {
        /** Of sums in the model's units, whose target was standardised by a standard deviation. */
        static OfNumbers of(ScoreSums sums, double targetSd) {
            Scores scores = sums.scores();
            Scores errors = sums.errors();
            Scores monteCarlo = sums.monteCarloErrors();
            return new OfNumbers(scores, errors, monteCarlo, scores.raw(targetSd), errors.rawErrors(targetSd),
                    monteCarlo.rawErrors(targetSd));
        }

        @Override
        public String text(String heading) {
            return heading(heading, rescaled() ? List.of("standardised", "raw") : List.of("score"))
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

        @Override
        public double logScoreMonteCarloError() {
            return standardisedMonteCarloErrors.logPredictiveDensity();
        }

        private String line(String name, ToDoubleFunction<Scores> score) {
            String line = name(name) + numbers(score, standardised, standardisedErrors, standardisedMonteCarloErrors);
            return (rescaled() ? line + numbers(score, raw, rawErrors, rawMonteCarloErrors) : line) + "\n";
        }

        private boolean rescaled() {
            return !standardised.equals(raw);
        }
    }

    /** Scores of classes with their standard errors over rows and their Monte Carlo standard errors. */
    record OfClasses(ClassScores scores, ClassScores errors, ClassScores monteCarloErrors) implements TargetScore {
        static OfClasses of(ClassScoreSums sums) {
            return new OfClasses(sums.scores(), sums.errors(), sums.monteCarloErrors());
        }

        @Override
        public String text(String heading) {
            return heading(heading, List.of("score")) + line("accuracy", ClassScores::accuracy)
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

        @Override
        public double logScoreMonteCarloError() {
            return monteCarloErrors.logScore();
        }

        private String line(String name, ToDoubleFunction<ClassScores> score) {
            return name(name) + numbers(score, scores, errors, monteCarloErrors) + "\n";
        }
    }

    private static String heading(String heading, List<String> columns) {
        return name(heading) + columns.stream().map(column -> String.format(Locale.ROOT, "  %12s  %8s  %8s", column,
                "+- rows", "+- draws")).collect(Collectors.joining()) + "\n";
    }

    private static String name(String name) {
        return String.format(Locale.ROOT, "%-29s", name);
    }

    private static <S> String numbers(ToDoubleFunction<S> score, S scores, S errors, S monteCarloErrors) {
        return String.format(Locale.ROOT, "  %12.4f  %8.4f  %8.4f", score.applyAsDouble(scores),
                score.applyAsDouble(errors), score.applyAsDouble(monteCarloErrors));
    }
}
