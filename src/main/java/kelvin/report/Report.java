package kelvin.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import kelvin.store.DurableFile;
import kelvin.store.RunHeader;
import kelvin.store.RunReader;

/** The page of a run: its verdict, its plots and its tables. */
public final class Report {
    private final RunView view;
    private final Predictions predictions;
    private final Verdict verdict;
    private final String numbers;

    /**
     * Of an open run.
     *
     * @param verdict whether the run can be trusted
     * @param numbers the run's summary in words and numbers, to follow the plots
     */
    public Report(RunReader run, Predictions predictions, Verdict verdict, String numbers) {
        view = new RunView(run);
        this.predictions = predictions;
        this.verdict = verdict;
        this.numbers = numbers;
    }

    /**
     * Writes the page, and beside it a folder with every plot as SVG and PNG.
     *
     * @param page the HTML file; existing files are replaced
     * @param pictures the folder; not a link to one
     */
    public void write(Path page, Path pictures) throws IOException {
        RunHeader header = view.header();
        List<Plot> ladder = LadderPlots.of(view);
        List<Plot> explorer = LadderPlots.ofExplorer(view);
        List<Plot> mixing = MixingPlots.of(view);
        List<Plot> draws = ConvergencePlots.of(view);
        List<Plot> predictive = PredictionPlots.of(view, predictions);
        List<Plot> evidence = EvidencePlots.of(view);
        List<Plot> time = TimePlots.of(view);
        String html = new Page("Kelvin run").heading(String.format(Locale.ROOT,
                "Network %s, %s, %d parameters; %d iterations after %d of warm-up, %d draws of %d %s; seed %d, on %s, "
                + "Kelvin %s (%.8s)", header.model().network().sizes(), header.model().likelihood().label(),
                header.model().parameters(), view.run().iterations(), header.warmup(), view.run().draws(), view.ladders(),
                view.ladders() == 1 ? "ladder" : "ladders", header.seed(), header.device(), header.version(), header.commit()))
                .verdict(verdict)
                .plots("Predictions", predictive).plots("Draws", draws).plots("Ladder", ladder).plots("Replicas", mixing)
                .plots("Explorer", explorer).plots("Evidence", evidence).plots("Time", time).text("Numbers", numbers).html();
        // under a temporary name first: a link in the page's place is replaced, not followed
        DurableFile.write(page, file -> Files.writeString(file, html, StandardCharsets.UTF_8));
        Plot.write(Stream.of(predictive, draws, ladder, mixing, explorer, evidence, time).flatMap(List::stream).toList(), pictures);
    }
}
