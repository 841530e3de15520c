package kelvin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import kelvin.bank.Device;
import kelvin.bank.cpu.CpuDevice;
import kelvin.model.DataSet;
import kelvin.predict.DrawSource;
import kelvin.predict.Regression;
import kelvin.report.Predictions;
import kelvin.report.Report;
import kelvin.store.RunFile;
import kelvin.store.RunHeader;
import kelvin.store.RunReader;
import kelvin.team.Team;

/** Writes the page of a run. */
final class ReportCommand implements Command {
    private static final int GRID = 120;
    /** How far beyond the training inputs the band goes, as a share of their range. */
    private static final double BEYOND = 0.2;

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String purpose() {
        return "writes a page with a run's verdict and plots, report.html, and the plots as SVG and PNG into report/";
    }

    @Override
    public List<String> operands() {
        return List.of("RUN");
    }

    @Override
    public List<Flag> flags() {
        return List.of(new Flag("out", "DIR", null, "where to write; without it the run's directory"));
    }

    @Override
    public ExitCode run(Values values, Team team, Output output) throws IOException {
        Path given = Path.of(values.operand(0));
        Path file = Files.isDirectory(given) ? given.resolve(RunFile.NAME) : given;
        try (RunReader run = RunReader.open(file)) {
            int threads = Runtime.getRuntime().availableProcessors();
            Device device = new CpuDevice();
            Evaluation evaluation = Evaluation.of(run, device, threads);
            Summary summary = Summary.of(run, evaluation, device, threads);
            Path out = values.given("out") ? values.path("out") : file.toAbsolutePath().getParent();
            Path page = out.resolve("report.html");
            Files.createDirectories(out);
            new Report(run, predictions(run, evaluation, device, threads), summary.verdict(),
                    SummaryCommand.text(summary)).write(page, out.resolve("report"));
            output.out().println(page);
        }
        return ExitCode.DONE;
    }

    private static Predictions predictions(RunReader run, Evaluation evaluation, Device device, int threads) {
        if (evaluation instanceof Evaluation.OfClasses classes) {
            return new Predictions(Optional.empty(), Optional.empty(), Optional.of(classes.classification()));
        }
        Regression regression = ((Evaluation.OfNumbers) evaluation).regression();
        DataSet train = run.header().train();
        Optional<Predictions.Band> band = train.inputs() == 1 && train.targets() == 1
                ? Optional.of(band(run, device, threads)) : Optional.empty();
        return new Predictions(Optional.of(regression), band, Optional.empty());
    }

    /** Predictions along the only input. */
    private static Predictions.Band band(RunReader run, Device device, int threads) {
        RunHeader header = run.header();
        double low = Arrays.stream(header.train().x()).min().orElseThrow();
        double high = Arrays.stream(header.train().x()).max().orElseThrow();
        double[] x = IntStream.rangeClosed(0, GRID).mapToDouble(i ->
                low + (high - low) * ((1 + 2 * BEYOND) * i / GRID - BEYOND)).toArray();
        double[] unknown = new double[x.length];
        Arrays.fill(unknown, Double.NaN);
        DataSet grid = new DataSet(header.train().inputNames(), header.train().targetNames(), x, unknown);
        Regression regression = Regression.of(header.model(), grid, DrawSource.of(run), device, threads);
        double mean = header.scaling().inputMeans().get(0);
        double sd = header.scaling().inputSds().get(0);
        return new Predictions.Band(Arrays.stream(x).map(value -> mean + sd * value).toArray(), regression);
    }
}
