package kelvin.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import kelvin.bank.Device;
import kelvin.report.ModelsPage;
import kelvin.report.Verdict;
import kelvin.store.DataException;
import kelvin.store.RunHeader;
import kelvin.store.RunReader;

/**
 * Models of the same data side by side, the best first: by log evidence where all have one, else by log predictive
 * density or log score.
 *
 * @param dataChecksum of the data of all of them
 * @param differing names of the options in which they differ
 * @param models the models
 */
record Comparison(String dataChecksum, List<String> differing, List<Row> models) {
    /**
     * One model.
     *
     * @param run where it is
     * @param options those in which the runs differ, by name
     * @param logEvidence nats, or null where the run has none
     * @param logEvidenceError its standard error
     * @param logBayesFactor log evidence less that of the best, nats
     * @param logBayesFactorError standard error of the difference
     * @param scoredRows which rows the scores are of
     * @param scores of every target, by name
     * @param verdict whether the run can be trusted
     */
    record Row(String run, Map<String, String> options, Double logEvidence, Double logEvidenceError,
            Double logBayesFactor, Double logBayesFactorError, String scoredRows, Map<String, TargetScore> scores,
            Verdict verdict) {
        private Row against(Row best) {
            boolean known = logEvidence != null && best.logEvidence != null;
            return new Row(run, options, logEvidence, logEvidenceError,
                    known ? Double.valueOf(logEvidence - best.logEvidence) : null,
                    known && this != best ? Double.valueOf(Math.hypot(logEvidenceError, best.logEvidenceError))
                            : known ? Double.valueOf(0) : null, scoredRows, scores, verdict);
        }

        /** Of the first target, in the model's units. */
        private TargetScore score() {
            return scores.values().iterator().next();
        }

        private ModelsPage.Model model() {
            return new ModelsPage.Model(run, verdict, logBayesFactor == null ? Double.NaN : logBayesFactor,
                    logBayesFactor == null ? Double.NaN : logBayesFactorError, score().logScore(), score().logScoreError());
        }
    }

    /** Options that do not make another model. */
    private static final List<String> NOT_OF_THE_MODEL = List.of("seed", "train", "test");

    /**
     * Compares runs that are open.
     *
     * @param names of the runs, for people
     * @throws DataException if they are not of the same data
     */
    static Comparison of(List<String> names, List<RunReader> runs, Device device, int threads) {
        RunHeader first = runs.get(0).header();
        TreeSet<String> differing = new TreeSet<>();
        for (int i = 1; i < runs.size(); i++) {
            RunHeader header = runs.get(i).header();
            if (!header.dataChecksum().equals(first.dataChecksum())) {
                throw new DataException(names.get(i) + ": data with checksum " + header.dataChecksum() + ", must be that of "
                        + names.get(0) + ", " + first.dataChecksum() + ": models can be compared on the same rows only");
            }
            TreeSet<String> options = new TreeSet<>(header.options().keySet());
            options.addAll(first.options().keySet());
            options.removeIf(name -> same(header, first, name));
            differing.addAll(options);
        }
        NOT_OF_THE_MODEL.forEach(differing::remove);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunReader run = runs.get(i);
            Map<String, String> options = new LinkedHashMap<>();
            differing.forEach(name -> options.put(name, run.header().options().getOrDefault(name, "-")));
            Summary summary = Summary.of(run, Evaluation.of(run, device, threads), device, threads);
            rows.add(new Row(names.get(i), options, summary.evidence().get("log_evidence"),
                    summary.evidence().get("log_evidence_se"), null, null, summary.scoredRows(), summary.scores(),
                    summary.verdict()));
        }
        boolean allKnown = rows.stream().allMatch(row -> row.logEvidence() != null);
        rows.sort(Comparator.comparingDouble(row -> -(allKnown ? row.logEvidence() : row.score().logScore())));
        Row best = rows.get(0);
        return new Comparison(first.dataChecksum(), List.copyOf(differing),
                rows.stream().map(row -> row.against(best)).toList());
    }

    private static boolean same(RunHeader one, RunHeader other, String name) {
        return String.valueOf(one.options().get(name)).equals(String.valueOf(other.options().get(name)));
    }

    /** The page for people. */
    ModelsPage page() {
        return new ModelsPage(models.stream().map(Row::model).toList(), models.get(0).scoredRows(), text());
    }

    /** The table for people. */
    String text() {
        int width = models.stream().mapToInt(row -> row.run().length()).max().orElse(0);
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", "run"));
        differing.forEach(name -> text.append(String.format(Locale.ROOT, "  %s", name)));
        text.append(String.format(Locale.ROOT, "  %21s  %21s  %22s  %7s  %8s%n", "log evidence", "log Bayes factor",
                "log score, " + models.get(0).scoredRows() + " rows", "+- rows", "+- draws"));
        for (Row row : models) {
            text.append(String.format(Locale.ROOT, "%-" + width + "s", row.run()));
            differing.forEach(name -> text.append(String.format(Locale.ROOT, "  %" + name.length() + "s",
                    row.options().get(name))));
            text.append("  ").append(number(row.logEvidence(), row.logEvidenceError()));
            text.append("  ").append(number(row.logBayesFactor(), row.logBayesFactorError()));
            text.append(String.format(Locale.ROOT, "  %22.4f  %7.4f  %8.4f%n", row.score().logScore(),
                    row.score().logScoreError(), row.score().logScoreMonteCarloError()));
        }
        return text.toString();
    }

    private static String number(Double value, Double error) {
        return value == null ? String.format("%21s", "-") : String.format(Locale.ROOT, "%12.2f +- %-5.2f", value, error);
    }
}
