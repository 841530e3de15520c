package kelvin.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import kelvin.store.DurableFile;

/** The page of models of the same data: which of them the data speak for, and how well each predicts. */
public final class ModelsPage {
    /** Half-width of a central 95% interval of a normal. */
    private static final double Z = 1.96;

    private final List<Model> models;
    private final String scored;
    private final String table;

    /**
     * One model.
     *
     * @param name of its run
     * @param verdict whether that can be trusted
     * @param logBayesFactor against the best one, nats; NaN where a run has no evidence
     * @param logBayesFactorError its standard error
     * @param score mean log predictive density of a row
     * @param scoreError its standard error
     */
    public record Model(String name, Verdict verdict, double logBayesFactor, double logBayesFactorError, double score,
            double scoreError) {
    }

    /**
     * Of models, the best first.
     *
     * @param scored which rows the scores are of
     * @param table the same in words and numbers, to follow the plots
     */
    public ModelsPage(List<Model> models, String scored, String table) {
        this.models = List.copyOf(models);
        this.scored = scored;
        this.table = table;
    }

    /**
     * Writes the page, and beside it a folder with every plot as SVG and PNG.
     *
     * @param page the HTML file; existing files are replaced
     * @param pictures the folder
     */
    public void write(Path page, Path pictures) throws IOException {
        List<Plot> plots = plots();
        Page html = new Page("Kelvin models").heading(answer());
        for (Model model : models) {
            html.verdictOn(model.name(), model.verdict());
        }
        String text = html.plots("Models", plots).text("Numbers", table).html();
        DurableFile.write(page, file -> Files.writeString(file, text, StandardCharsets.UTF_8));
        Plot.write(plots, pictures);
    }

    /** Which model the data speak for, in a sentence. */
    private String answer() {
        String all = models.size() + " models of the same data, the best first";
        if (models.size() < 2 || Double.isNaN(models.get(1).logBayesFactor())) {
            return all + ".";
        }
        Model next = models.get(1);
        double lead = -next.logBayesFactor();
        double error = Z * next.logBayesFactorError();
        return String.format(Locale.ROOT, "%s. The log evidence of %s is above that of %s by %.2f nats, with an error of at most %.2f"
                + " in 19 of 20 cases%s.", all, models.get(0).name(), next.name(), lead, error,
                lead > error ? "" : ": too little to tell them apart");
    }

    private List<Plot> plots() {
        List<Plot> plots = new ArrayList<>();
        if (models.stream().noneMatch(model -> Double.isNaN(model.logBayesFactor()))) {
            plots.add(plot("bayes-factors", "Log Bayes factors", "log Bayes factor, nats",
                    "Log evidence less that of the best model, with 95% intervals. A model 3 below is 20 times less "
                    + "probable, if both were equally so before the data.", column(Model::logBayesFactor),
                    column(Model::logBayesFactorError)));
        }
        plots.add(plot("scores", "Predictive scores", "log predictive density, nats a row", "Mean over the " + scored
                + " rows, with 95% intervals over rows; higher is better. Models are compared on the same rows, so differences "
                + "are known better than the intervals suggest.", column(Model::score), column(Model::scoreError)));
        return plots;
    }

    private Plot plot(String name, String title, String label, String caption, double[] values, double[] errors) {
        double[] low = IntStream.range(0, values.length).mapToDouble(i -> values[i] - Z * errors[i]).toArray();
        double[] high = IntStream.range(0, values.length).mapToDouble(i -> values[i] + Z * errors[i]).toArray();
        return new Plot(name, title, caption, new Figure("", label).bars(title, RunView.numbers(values.length), values, low,
                high).namesX(models.stream().map(Model::name).toList()).chart());
    }

    private double[] column(ToDoubleFunction<Model> of) {
        return models.stream().mapToDouble(of).toArray();
    }
}
