package kelvin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import kelvin.bank.Device;
import kelvin.model.DataSet;
import kelvin.model.Missing;
import kelvin.predict.Posterior;
import kelvin.predict.Prediction;
import kelvin.store.DataException;
import kelvin.store.PredictionFile;
import kelvin.store.RowBlocks;
import kelvin.store.RunFile;
import kelvin.store.StoreException;
import kelvin.team.Team;

/**
 * Predicts the rows of a file with the draws of one or more runs. Blocks of rows are dealt out to the ranks in turn,
 * and rank 0 writes them in order, so that neither rows nor draws need fit in memory.
 */
final class PredictCommand implements Command {
    private static final int BLOCK_ROWS = 2048;
    private static final byte[] NOTHING = {};

    @Override
    public String name() {
        return "predict";
    }

    @Override
    public String purpose() {
        return "predicts new rows with the draws of one or more runs, and scores them where targets are given";
    }

    @Override
    public List<String> operands() {
        return List.of("RUN...");
    }

    @Override
    public List<Flag> flags() {
        return List.of(
                new Flag("data", "FILE", null, "rows to predict: CSV with the training columns' names in any order, or "
                        + "HDF5 as FILE:/dataset; targets may be missing"),
                new Flag("out", "FILE", null, "where predictions go, in raw units: a name in .csv, .h5 or .hdf5; "
                        + "without it only scores are printed"),
                new Flag("level", "L", Double.toString(Prediction.LEVEL), "probability of the intervals low to high"),
                DeviceChoice.FLAG,
                DeviceChoice.KERNEL,
                Flag.toggle("overwrite", "replaces a file that is there"),
                new Flag("threads", "N", null, "of a rank; without it the rank's cores, shared fairly with other ranks "
                        + "on them"),
                Flag.JSON);
    }

    @Override
    public boolean onEveryRank() {
        return true;
    }

    /** What is printed as one JSON object. */
    private record Report(List<String> runs, long draws, String data, long rows, String out,
            Map<String, TargetScore> scores) {
    }

    /** What every rank works with. */
    private record Work(Posterior posterior, RowBlocks rows, PredictionFile file, double level, int threads)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
            posterior.close();
            rows.close();
        }
    }

    @Override
    public ExitCode run(Values values, Team team, Output output) throws IOException {
        int cores = Cores.share(team);
        List<Path> runs = values.operands().stream().map(PredictCommand::runFile).toList();
        DeviceChoice choice = DeviceChoice.reach(team, () -> values);
        try (Work work = Agreement.reach(team, () -> work(values, runs, team, cores))) {
            Device device = choice.fitting(team, work.posterior().model().network()).device();
            List<double[]> sums = new ArrayList<>();
            long rows = 0;
            boolean more = true;
            while (more) {
                Round round = Agreement.reach(team, () -> round(work, device, team));
                List<byte[]> all = team.gather(round.mine());
                rows += round.rows();
                more = round.more();
                Agreement.reach(team, () -> {
                    all.stream().filter(bytes -> bytes.length > 0).map(PredictedBlock::fromBytes)
                            .forEach(block -> add(block, work.file(), sums));
                    return null;
                });
            }
            Agreement.reach(team, () -> {
                finish(work, team);
                return null;
            });
            if (team.rank() == 0) {
                report(values, runs, work, rows, sums, output);
            }
        }
        return ExitCode.DONE;
    }

    static Path runFile(String given) {
        Path path = Path.of(given);
        return Files.isDirectory(path) ? path.resolve(RunFile.NAME) : path;
    }

    private static Work work(Values values, List<Path> runs, Team team, int cores) throws IOException {
        if (!values.given("data")) {
            throw new UsageException("--data: missing, must name the rows to predict");
        }
        double level = values.number("level").orElseThrow();
        if (!(level > 0 && level < 1)) {
            throw values.wrong("level", "strictly between 0 and 1");
        }
        Path out = values.given("out") ? values.path("out") : null;
        if (out != null && !PredictionFile.knows(out)) {
            throw values.wrong("out", "a name in .csv, .h5 or .hdf5");
        } else if (out != null && Files.exists(out) && !values.given("overwrite")) {
            throw new StoreException(out + ": is there already, must be another name, or --overwrite");
        }
        Posterior posterior = Posterior.open(runs);
        try {
            RowBlocks rows = RowBlocks.open(values.text("data"), posterior.schema(),
                    posterior.model().likelihood().targetKind());
            return new Work(posterior, rows, out == null || team.rank() > 0 ? null
                    : PredictionFile.create(out, PredictedBlock.columns(posterior)), level,
                    values.given("threads") ? values.integer("threads", 1) : cores);
        } catch (IOException | RuntimeException e) {
            posterior.close();
            throw e;
        }
    }

    /** What a rank has of a round, in which every rank has one block: its block's predictions and all blocks' rows. */
    private record Round(byte[] mine, long rows, boolean more) {
    }

    private static Round round(Work work, Device device, Team team) throws IOException {
        byte[] mine = NOTHING;
        long rows = 0;
        for (int rank = 0; rank < team.size(); rank++) {
            DataSet block = work.rows().next(BLOCK_ROWS);
            if (block == null) {
                return new Round(mine, rows, false);
            }
            rows += block.rows();
            if (rank == team.rank()) {
                mine = PredictedBlock.of(work.posterior(), block, work.level(), device, work.threads()).toBytes();
            }
        }
        return new Round(mine, rows, true);
    }

    private static void add(PredictedBlock block, PredictionFile file, List<double[]> sums) {
        if (file != null) {
            file.append(block.values());
        }
        for (int j = 0; j < block.sums().size(); j++) {
            double[] ofBlock = block.sums().get(j);
            if (sums.size() == j) {
                sums.add(new double[ofBlock.length]);
            }
            for (int i = 0; i < ofBlock.length; i++) {
                sums.get(j)[i] += ofBlock[i];
            }
        }
    }

    private static void finish(Work work, Team team) {
        String missing = work.rows().missing();
        if (!missing.isEmpty() && work.posterior().schema().missing() == Missing.ERROR) {
            throw new DataException("missing values in the rows to predict: " + missing
                    + ", must be none for a run that was not sampled with --missing drop or mean");
        }
        if (work.file() != null) {
            work.file().finish();
        }
    }

    private static void report(Values values, List<Path> runs, Work work, long rows, List<double[]> sums,
            Output output) {
        Map<String, TargetScore> scores = PredictedBlock.scores(work.posterior(), sums);
        String out = values.text("out");
        if (values.given(Flag.JSON.name())) {
            output.out().print(Json.of(new Report(runs.stream().map(Path::toString).toList(),
                    work.posterior().draws(), values.text("data"), rows, out, scores)));
            return;
        }
        List<String> extra = work.rows().extra();
        if (!extra.isEmpty()) {
            output.err().println("kelvin: warning: " + values.text("data") + ": not looked at, since the run has no such column: "
                    + String.join(", ", extra));
        }
        String missing = work.rows().missing();
        if (!missing.isEmpty()) {
            output.err().println("kelvin: warning: " + values.text("data") + ": missing values: " + missing
                    + (work.posterior().schema().missing() == Missing.MEAN ? "; means stand for inputs"
                            : "; rows without an input are left empty"));
        }
        output.out().printf("%d rows predicted with %d draws of %s%n", rows, work.posterior().draws(),
                runs.stream().map(Path::toString).collect(Collectors.joining(", ")));
        output.out().print(scores.isEmpty() ? "no targets in the data: no scores\n"
                : Evaluation.text(values.text("data"), scores));
        if (out != null) {
            output.err().println("written: " + out);
        }
    }
}
