package kelvin.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import kelvin.model.DataSet;
import kelvin.model.Missing;
import kelvin.model.Scaling;
import kelvin.model.Schema;
import kelvin.tempering.Ladder;

/** Reads a published run. Draws and traces are read as they are asked for. Not for use by two threads at once. */
public final class RunReader implements AutoCloseable {
    private final Hdf5File file;
    private final RunHeader header;
    private final List<ThetaVariable> variables;

    private RunReader(Hdf5File file, boolean rows) {
        this.file = file;
        List<String> names = file.attributes().names("/");
        if (!names.contains("program") || !file.attributes().string("/", "program").equals(RunFile.PROGRAM)
                || !names.contains("format_version")) {
            throw new DataException(file.path() + ": not a run file of " + RunFile.PROGRAM);
        }
        String format = file.attributes().string("/", "format_version");
        if (!format.equals(RunFile.FORMAT_VERSION)) {
            throw new DataException(file.path() + ": run file of format " + format + ", must be "
                    + RunFile.FORMAT_VERSION);
        }
        try {
            header = readHeader(names, rows);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DataException(file.path() + ": " + e.getMessage());
        }
        variables = ThetaVariable.of(header.model());
    }

    /**
     * Opens a run file.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws DataException if it is not a run file of this program and format
     * @throws StoreException if it cannot be read
     */
    public static RunReader open(Path run) throws IOException {
        return open(Hdf5File.open(run), true);
    }

    /**
     * The same with the first row alone of each data set in its header, for whoever needs draws and has rows of their own:
     * those of the run may be more than memory holds.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws DataException if it is not a run file of this program and format
     * @throws StoreException if it cannot be read
     */
    public static RunReader openForDraws(Path run) throws IOException {
        return open(Hdf5File.open(run), false);
    }

    /** Opens a run file that this process has just written; its header has the first rows alone. */
    public static RunReader openOwn(Path run) throws IOException {
        return open(Hdf5File.openUninspected(run), false);
    }

    private static RunReader open(Hdf5File file, boolean rows) {
        try {
            return new RunReader(file, rows);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() {
        file.close();
    }

    /** What was known before the first iteration; options in alphabetical order. */
    public RunHeader header() {
        return header;
    }

    /** Number of iterations that were sampled: fewer than asked for if the run was stopped or is going on. */
    public long iterations() {
        return file.shape("tempering/replica")[1];
    }

    /** Number of draws of each chain. */
    public int draws() {
        return Math.toIntExact(file.shape("sample_stats/lp")[1]);
    }

    /** Number of rows that a run's predictions are for. */
    int observedRows() {
        return Math.toIntExact(file.shape("observed_data/y")[0]);
    }

    /** Whether the file has posterior predictions. */
    public boolean hasPredictive() {
        return file.exists("posterior_predictive");
    }

    /**
     * Reads consecutive draws of a chain.
     *
     * @param theta to be filled [count][d]; may be longer
     */
    public void draws(int chain, int firstDraw, int count, float[] theta) {
        int parameters = header.model().parameters();
        for (ThetaVariable variable : variables) {
            String path = "posterior/" + variable.name();
            Slab source = Slab.all(file.shape(path)).part(0, chain, 1).part(1, firstDraw, count);
            file.read(path, source, theta, variable.in(count, parameters));
        }
    }

    /**
     * Reads predictions of consecutive draws of a chain, in the model's units.
     *
     * @param values to be filled [count][rows][targets]; may be longer
     */
    public void predictive(int chain, int firstDraw, int count, float[] values) {
        String path = "posterior_predictive/y";
        Slab source = Slab.all(file.shape(path)).part(0, chain, 1).part(1, firstDraw, count);
        file.read(path, source, values, Slab.all(values.length).part(0, 0, source.size()));
    }

    /** Log-likelihood of a chain's draws [draws], nats. */
    public double[] drawLogLikelihood(int chain) {
        return statistic("log_likelihood", chain);
    }

    /** Log-prior of a chain's draws [draws], nats. */
    public double[] drawLogPrior(int chain) {
        return statistic("log_prior", chain);
    }

    /** The iterations and draws of a segment, as they were handed to the writer. */
    Block block(Segment segment) {
        long first = segment.firstIteration();
        int n = segment.iterations();
        int chains = header.ladders();
        long firstDraw = header.draws(first);
        int draws = segment.draws();
        float[] theta = new float[Math.multiplyExact(Math.multiplyExact(chains, draws), header.model().parameters())];
        for (ThetaVariable variable : variables) {
            String path = "posterior/" + variable.name();
            file.read(path, Slab.all(file.shape(path)).part(1, firstDraw, draws), theta,
                    variable.in((long) chains * draws, header.model().parameters()));
        }
        Slab ofDraws = Slab.all(file.shape("sample_stats/lp")).part(1, firstDraw, draws);
        byte[] diverging = new byte[chains * draws];
        file.read("sample_stats/diverging", ofDraws, diverging, Slab.all(diverging.length));
        boolean[] notFinite = new boolean[diverging.length];
        for (int i = 0; i < notFinite.length; i++) {
            notFinite[i] = diverging[i] != 0;
        }
        Slab traces = Slab.all(file.shape("tempering/replica")).part(1, first, n);
        int[] replica = new int[Math.toIntExact(traces.size())];
        file.read("tempering/replica", traces, replica, Slab.all(replica.length));
        return new Block(first, n, file.readDoubles("tempering/log_likelihood", traces),
                file.readDoubles("tempering/log_prior", traces), replica, draws, theta,
                file.readDoubles("sample_stats/acceptance_rate", ofDraws), notFinite);
    }

    private double[] statistic(String name, int chain) {
        String path = "sample_stats/" + name;
        return file.readDoubles(path, Slab.all(file.shape(path)).part(0, chain, 1));
    }

    /** Log-likelihood at every iteration of one rung [iterations], nats. */
    public double[] logLikelihood(int chain, int rung) {
        return trace("log_likelihood", chain, rung);
    }

    /** Log-prior at every iteration of one rung [iterations], nats. */
    public double[] logPrior(int chain, int rung) {
        return trace("log_prior", chain, rung);
    }

    /** Which of its ladder's replicas a rung held at every iteration [iterations]. */
    public int[] replica(int chain, int rung) {
        Slab slots = slot("replica", chain, rung);
        int[] values = new int[Math.toIntExact(slots.size())];
        file.read("tempering/replica", slots, values, Slab.all(values.length));
        return values;
    }

    private double[] trace(String name, int chain, int rung) {
        return file.readDoubles("tempering/" + name, slot(name, chain, rung));
    }

    private Slab slot(String name, int chain, int rung) {
        return Slab.all(file.shape("tempering/" + name)).part(0, chain, 1).part(2, rung, 1);
    }

    /** Statistics of the sampling phase. */
    public RunResults results() {
        boolean pairs = header.ladder().rungs() > 1;
        Map<String, Double> evidence = new LinkedHashMap<>();
        for (String name : file.members("tempering")) {
            String path = "tempering/" + name;
            if (file.shape(path).length == 0) {
                evidence.put(name, file.readDoubles(path)[0]);
            }
        }
        Map<String, String> facts = new LinkedHashMap<>();
        file.attributes().names("timing").forEach(name -> facts.put(name, file.attributes().string("timing", name)));
        return new RunResults(header.ladder(), file.readDoubles("tempering/step_size"), file.readDoubles("tempering/acceptance"),
                file.readLongs("tempering/not_finite"),
                pairs ? file.readDoubles("tempering/swap_rejection") : new double[0],
                pairs ? file.readLongs("tempering/swap_attempts") : new long[0],
                pairs ? file.readLongs("tempering/swaps_accepted") : new long[0],
                file.readLongs("tempering/round_trips"), file.readLongs("tempering/restarts"),
                file.readLongs("tempering/leapfrog_steps"), evidence,
                new Timing(facts, timed() ? list("timing/seconds") : List.of()));
    }

    /** Whether there are times, of the parts that this version knows. */
    private boolean timed() {
        if (!file.exists("timing/seconds")) {
            return false;
        }
        long[] shape = file.shape("timing/seconds");
        return shape.length == 3 && shape[1] == Timing.PARTS.size() && shape[2] == Timing.BINS;
    }

    /** A data set's numbers: of all rows, or of the first. */
    private double[] numbers(String name, boolean allRows) {
        long[] shape = file.shape(name);
        Slab all = Slab.all(shape);
        // a hostile file's array may have no row, or be a scalar: what is wrong with it is found when all is read
        boolean hasRows = shape.length > 0 && shape[0] > 0;
        return file.readDoubles(name, allRows || !hasRows ? all : all.part(0, 0, 1));
    }

    private RunHeader readHeader(List<String> attributes, boolean rows) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : attributes) {
            if (name.startsWith(RunFile.OPTION_PREFIX)) {
                options.put(name.substring(RunFile.OPTION_PREFIX.length()), file.attributes().string("/", name));
            }
        }
        List<String> inputs = file.readStrings("constant_data/input");
        List<String> targets = file.readStrings("constant_data/target");
        DataSet observed = new DataSet(inputs, targets, numbers("constant_data/X", rows), numbers("observed_data/y", rows));
        boolean tested = file.attributes().string("observed_data", "rows").equals("test");
        DataSet train = tested ? new DataSet(inputs, targets, numbers("constant_data/X_train", rows),
                numbers("constant_data/y_train", rows)) : observed;
        Scaling scaling = new Scaling(list("constant_data/input_mean"), list("constant_data/input_sd"),
                list("constant_data/target_mean"), list("constant_data/target_sd"));
        Schema schema = SchemaLines.parse(file.readStrings("constant_data/column"),
                Missing.valueOf(file.attributes().string("constant_data", "missing")));
        Hdf5Attributes root = file.attributes();
        String label = root.string("/", "path");
        kelvin.tempering.Path path = Arrays.stream(kelvin.tempering.Path.values())
                .filter(known -> known.label().equals(label)).findFirst().orElseThrow(() ->
                        new IllegalArgumentException("path: " + label + ", must be likelihood or posterior"));
        return new RunHeader(root.string("/", "version"), root.string("/", "commit"), root.string("/", "device"),
                options, root.integer("/", "seed"), ModelAttributes.read(file, "/"), train, tested ? observed : null,
                schema, scaling, root.string("/", "data_checksum"), (int) file.shape("sample_stats/lp")[0],
                new Ladder(path, list("tempering/temperature")), root.integer("/", "warmup"),
                root.integer("/", "iterations"), Math.toIntExact(root.integer("/", "thin")));
    }

    private List<Double> list(String name) {
        List<Double> values = new ArrayList<>();
        for (double value : file.readDoubles(name)) {
            values.add(value);
        }
        return values;
    }
}
