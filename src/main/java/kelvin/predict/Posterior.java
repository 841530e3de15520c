package kelvin.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import kelvin.bank.Device;
import kelvin.model.DataSet;
import kelvin.model.Model;
import kelvin.model.Scaling;
import kelvin.model.Schema;
import kelvin.model.Standardisation;
import kelvin.store.DataException;
import kelvin.store.RunHeader;
import kelvin.store.RunReader;

/**
 * The draws of one or more runs of one model, to predict new rows with: what a Java program needs.
 *
 * <pre>{@code
 * try (Posterior posterior = Posterior.open(List.of(Path.of("my-run/run.h5")))) {
 *     DataSet rows = new DataSet(posterior.schema().inputNames(), posterior.schema().targetNames(), x, y);
 *     Prediction first = posterior.numbers(rows, 0.95, new CpuDevice(), 4).predictions().get(0).get(0);
 * }
 * }</pre>
 *
 * <p>Rows are in raw units, and so are predictions; y may be NaN where it is not known. Not for use by two threads at
 * once.
 */
public final class Posterior implements AutoCloseable {
    private final List<RunReader> runs;
    private final RunHeader header;

    private Posterior(List<RunReader> runs) {
        this.runs = List.copyOf(runs);
        this.header = runs.get(0).header();
    }

    /**
     * Opens run files, whose draws all weigh the same.
     *
     * @throws DataException if one is no run file, has another model, columns or scaling than the first, or the
     *         draws of one before
     * @throws IOException if one cannot be read
     */
    public static Posterior open(List<Path> files) throws IOException {
        List<RunReader> runs = new ArrayList<>();
        try {
            for (Path file : files) {
                runs.add(RunReader.openForDraws(file));
                check(files.get(0), runs.get(0).header(), file, runs.get(runs.size() - 1));
                checkNew(files, runs);
            }
            return new Posterior(runs);
        } catch (IOException | RuntimeException e) {
            runs.forEach(RunReader::close);
            throw e;
        }
    }

    private static void check(Path first, RunHeader expected, Path file, RunReader run) {
        RunHeader header = run.header();
        String other = !header.model().equals(expected.model()) ? "model"
                : !header.schema().equals(expected.schema()) ? "columns"
                : !header.scaling().equals(expected.scaling()) ? "scaling" : null;
        if (other != null) {
            throw new DataException(file + ": another " + other + " than " + first
                    + ", must be the same for runs that predict together");
        } else if (!(run.draws() >= 1)) {
            throw new DataException(file + ": no draws, must have some");
        }
    }

    /** Draws that are there twice would be taken for new ones by every Monte Carlo error. */
    private static void checkNew(List<Path> files, List<RunReader> runs) {
        int last = runs.size() - 1;
        for (int i = 0; i < last; i++) {
            if (Arrays.equals(firstDraw(runs.get(i)), firstDraw(runs.get(last)))) {
                throw new DataException(files.get(last) + ": the same draws as " + files.get(i)
                        + ", must be a run with another --seed");
            }
        }
    }

    private static float[] firstDraw(RunReader run) {
        float[] draw = new float[run.header().model().parameters()];
        run.draws(0, 0, 1, draw);
        return draw;
    }

    /** Network, likelihood and prior. */
    public Model model() {
        return header.model();
    }

    /** The columns that rows are made of. */
    public Schema schema() {
        return header.schema();
    }

    /** Between raw and the model's units. */
    public Scaling scaling() {
        return header.scaling();
    }

    /** Which draws follow one another. */
    public Chains chains() {
        return Chains.of(sources());
    }

    /** Number of draws of all runs. */
    public long draws() {
        return chains().draws();
    }

    /**
     * Predicts numbers or counts.
     *
     * @param raw rows in raw units
     * @param level of the intervals, strictly between 0 and 1
     * @param threads at most so many, at least 1
     * @return predictions in raw units; scores in the model's, which {@link Scores#raw} turns into raw ones
     */
    public Regression numbers(DataSet raw, double level, Device device, int threads) {
        Regression regression = Regression.of(model(), Standardisation.apply(scaling(), raw), sources(), level, device,
                threads);
        List<List<Prediction>> predictions = regression.predictions().stream().map(this::raw).toList();
        return new Regression(predictions, regression.sums());
    }

    private List<Prediction> raw(List<Prediction> ofRow) {
        List<Prediction> raw = new ArrayList<>();
        for (int j = 0; j < ofRow.size(); j++) {
            raw.add(ofRow.get(j).raw(scaling().targetMeans().get(j), scaling().targetSds().get(j)));
        }
        return List.copyOf(raw);
    }

    /**
     * Predicts classes.
     *
     * @param raw rows in raw units
     * @param threads at most so many, at least 1
     */
    public Classification classes(DataSet raw, Device device, int threads) {
        return Classification.of(model(), Standardisation.apply(scaling(), raw), sources(), device, threads);
    }

    private List<DrawSource> sources() {
        return runs.stream().map(DrawSource::of).toList();
    }

    @Override
    public void close() {
        runs.forEach(RunReader::close);
    }
}
