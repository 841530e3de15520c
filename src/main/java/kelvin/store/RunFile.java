package kelvin.store;

import static kelvin.store.NetcdfDefinition.Type.FLOAT32;
import static kelvin.store.NetcdfDefinition.Type.FLOAT64;
import static kelvin.store.NetcdfDefinition.Type.INT32;
import static kelvin.store.NetcdfDefinition.Type.INT64;
import static kelvin.store.NetcdfDefinition.Type.INT8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import kelvin.model.DataSet;
import kelvin.tempering.Barrier;
import kelvin.tempering.Coefficients;

/** The run file: ArviZ InferenceData in a netCDF-4 file. {@link RunReader} reads it. */
public final class RunFile {
    /** Its name in a run's directory. */
    public static final String NAME = "run.h5";
    static final String PROGRAM = "kelvin";
    static final String FORMAT_VERSION = "1";
    static final String OPTION_PREFIX = "option_";
    private static final long PREDICTIVE_BYTES = 8 << 20;

    private RunFile() {
    }

    /** Predictions of a run's draws. */
    public interface Predictive {
        /**
         * Predicts with consecutive draws of a chain.
         *
         * @param values to be filled [count][rows][targets], in the model's units
         */
        void fill(int chain, int firstDraw, int count, float[] values);
    }

    /**
     * Adds the group posterior_predictive with variable y (chain, draw, row, target) to a published run; readers
     * meet the file without or with it.
     *
     * @throws DataException if the file is not a run file, or has predictions
     * @throws StoreException if it could not be read or written; it is then as it was
     */
    public static void addPredictive(Path run, Predictive predictive) throws IOException {
        RunHeader header;
        int draws;
        int rows;
        try (RunReader reader = RunReader.openOwn(run)) {
            header = reader.header();
            draws = reader.draws();
            rows = reader.observedRows();
            if (reader.hasPredictive()) {
                throw new DataException(run + ": has a posterior_predictive already");
            }
        }
        List<String> targets = header.observed().targetNames();
        int width = rows * targets.size();
        DurableFile.write(run, temporary -> {
            Files.copy(run, temporary, StandardCopyOption.REPLACE_EXISTING);
            try (Hdf5File definitions = Hdf5File.edit(temporary)) {
                NetcdfDefinition define = new NetcdfDefinition(definitions);
                define.group("posterior_predictive");
                chainAndDraw(define, "posterior_predictive", header.ladders(), draws);
                define.dimension("posterior_predictive/row", rows);
                define.dimension("posterior_predictive/target", targets);
                define.variable("posterior_predictive", "y", FLOAT32, "chain", "draw", "row", "target");
                try (Hdf5File file = define.end()) {
                    fillPredictive(file, header.ladders(), draws, width, predictive);
                }
            }
        });
    }

    private static void fillPredictive(Hdf5File file, int chains, int draws, int width, Predictive predictive) {
        int atOnce = (int) Math.max(1, PREDICTIVE_BYTES / Float.BYTES / width);
        Slab all = Slab.all(file.shape("posterior_predictive/y"));
        for (int chain = 0; chain < chains; chain++) {
            for (int first = 0; first < draws; first += atOnce) {
                float[] values = new float[Math.min(atOnce, draws - first) * width];
                int count = values.length / width;
                predictive.fill(chain, first, count, values);
                file.write("posterior_predictive/y", all.part(0, chain, 1).part(1, first, count), values,
                        Slab.all(values.length));
            }
        }
    }

    /**
     * Writes a run file in place of what there is, one segment in memory at a time.
     *
     * @param segments all of the run, in order
     */
    static void write(Path target, RunHeader header, RunResults results, List<Segment> segments) {
        long iterations = segments.stream().mapToLong(Segment::iterations).sum();
        DurableFile.write(target, temporary -> {
            try (Hdf5File definitions = Hdf5File.create(temporary)) {
                NetcdfDefinition define = new NetcdfDefinition(definitions);
                attributes(definitions, header);
                posterior(define, header, iterations);
                data(define, header);
                tempering(define, header, results, iterations);
                timing(define, results.timing());
                try (Hdf5File file = define.end()) {
                    fillData(file, header);
                    fillResults(file, header, results);
                    for (Segment segment : segments) {
                        fillBlock(file, header, results, segment.read(header));
                    }
                }
            }
        });
    }

    // ---- definitions

    private static void attributes(Hdf5File file, RunHeader header) {
        Hdf5Attributes root = file.attributes();
        root.set("/", "program", PROGRAM);
        root.set("/", "format_version", FORMAT_VERSION);
        root.set("/", "inference_library", PROGRAM);
        root.set("/", "inference_library_version", header.version());
        root.set("/", "version", header.version());
        root.set("/", "commit", header.commit());
        root.set("/", "device", header.device());
        root.set("/", "seed", header.seed());
        root.set("/", "data_checksum", header.dataChecksum());
        root.set("/", "path", header.ladder().path().label());
        root.set("/", "warmup", header.warmup());
        root.set("/", "iterations", header.iterations());
        root.set("/", "thin", header.thin());
        ModelAttributes.write(file, "/", header.model());
        header.options().forEach((name, value) -> root.set("/", OPTION_PREFIX + name, value));
    }

    private static void chainAndDraw(NetcdfDefinition define, String group, long chains, long draws) {
        define.dimension(group + "/chain", chains);
        define.dimension(group + "/draw", draws);
    }

    private static void posterior(NetcdfDefinition define, RunHeader header, long iterations) {
        long draws = header.draws(iterations);
        define.group("posterior");
        chainAndDraw(define, "posterior", header.ladders(), draws);
        for (ThetaVariable variable : ThetaVariable.of(header.model())) {
            for (int i = 0; i < variable.shape().size(); i++) {
                String dimension = variable.dimensions().get(i);
                if (dimension.equals("W1_in")) {
                    define.dimension("posterior/W1_in", header.train().inputNames());
                } else if (variable.name().startsWith("W") || dimension.equals("layer")) {
                    define.dimension("posterior/" + dimension, variable.shape().get(i));
                }
            }
            List<String> over = new ArrayList<>(List.of("chain", "draw"));
            over.addAll(variable.dimensions());
            define.variable("posterior", variable.name(), FLOAT32, over.toArray(String[]::new));
        }
        define.group("sample_stats");
        chainAndDraw(define, "sample_stats", header.ladders(), draws);
        for (String name : List.of("lp", "log_likelihood", "log_prior", "acceptance_rate", "step_size")) {
            define.variable("sample_stats", name, FLOAT64, "chain", "draw");
        }
        define.variable("sample_stats", "n_steps", INT64, "chain", "draw");
        define.variable("sample_stats", "diverging", INT8, "chain", "draw");
        define.file().attributes().set("sample_stats/diverging", "dtype", "bool");
    }

    private static void data(NetcdfDefinition define, RunHeader header) {
        DataSet observed = header.observed();
        define.group("observed_data");
        define.dimension("observed_data/row", observed.rows());
        define.dimension("observed_data/target", observed.targetNames());
        define.variable("observed_data", "y", FLOAT64, "row", "target");
        define.file().attributes().set("observed_data", "rows", header.test() == null ? "train" : "test");
        define.group("constant_data");
        define.dimension("constant_data/row", observed.rows());
        define.dimension("constant_data/input", observed.inputNames());
        define.dimension("constant_data/target", observed.targetNames());
        define.dimension("constant_data/column", SchemaLines.of(header.schema()));
        define.variable("constant_data", "column_texts", INT32, "column");
        define.file().attributes().set("constant_data", "missing", header.schema().missing().name());
        define.variable("constant_data", "X", FLOAT64, "row", "input");
        for (String statistic : List.of("mean", "sd")) {
            define.variable("constant_data", "input_" + statistic, FLOAT64, "input");
            define.variable("constant_data", "target_" + statistic, FLOAT64, "target");
        }
        if (header.test() != null) {
            define.dimension("constant_data/train_row", header.train().rows());
            define.variable("constant_data", "X_train", FLOAT64, "train_row", "input");
            define.variable("constant_data", "y_train", FLOAT64, "train_row", "target");
        }
    }

    private static void tempering(NetcdfDefinition define, RunHeader header, RunResults results, long iterations) {
        int rungs = header.ladder().rungs();
        define.group("tempering");
        define.dimension("tempering/chain", header.ladders());
        define.dimension("tempering/iteration", iterations);
        define.dimension("tempering/rung", rungs);
        for (String name : List.of("temperature", "beta", "prior_coefficient")) {
            define.variable("tempering", name, FLOAT64, "rung");
        }
        define.variable("tempering", "step_size", FLOAT64, "chain", "rung");
        define.variable("tempering", "leapfrog_steps", INT64, "chain", "rung");
        define.variable("tempering", "acceptance", FLOAT64, "chain", "rung");
        define.variable("tempering", "not_finite", INT64, "chain", "rung");
        if (rungs > 1) {
            define.dimension("tempering/pair", rungs - 1);
            define.variable("tempering", "swap_rejection", FLOAT64, "chain", "pair");
            define.variable("tempering", "swap_attempts", INT64, "chain", "pair");
            define.variable("tempering", "swaps_accepted", INT64, "chain", "pair");
            define.variable("tempering", "barrier", FLOAT64, "chain");
            define.variable("tempering", "local_barrier", FLOAT64, "chain", "rung");
        }
        define.variable("tempering", "round_trips", INT64, "chain");
        define.variable("tempering", "restarts", INT64, "chain");
        define.variable("tempering", "log_likelihood", FLOAT64, "chain", "iteration", "rung");
        define.variable("tempering", "log_prior", FLOAT64, "chain", "iteration", "rung");
        define.variable("tempering", "replica", INT32, "chain", "iteration", "rung");
        results.evidence().keySet().forEach(name -> define.variable("tempering", name, FLOAT64));
    }

    private static void timing(NetcdfDefinition define, Timing timing) {
        define.group("timing");
        timing.facts().forEach((name, value) -> define.file().attributes().set("timing", name, value));
        if (timing.ranks() > 0) {
            define.dimension("timing/rank", timing.ranks());
            define.dimension("timing/part", Timing.PARTS);
            define.dimension("timing/bin", Timing.BINS);
            define.variable("timing", "seconds", FLOAT64, "rank", "part", "bin");
        }
    }

    // ---- contents

    private static void fillData(Hdf5File file, RunHeader header) {
        file.write("observed_data/y", header.observed().y());
        file.write("constant_data/X", header.observed().x());
        if (header.test() != null) {
            file.write("constant_data/X_train", header.train().x());
            file.write("constant_data/y_train", header.train().y());
        }
        file.write("constant_data/column_texts", Stream.concat(header.schema().inputs().stream(),
                header.schema().targets().stream()).mapToInt(column -> column.levels().size()).toArray());
        file.write("constant_data/input_mean", array(header.scaling().inputMeans()));
        file.write("constant_data/input_sd", array(header.scaling().inputSds()));
        file.write("constant_data/target_mean", array(header.scaling().targetMeans()));
        file.write("constant_data/target_sd", array(header.scaling().targetSds()));
    }

    private static void fillResults(Hdf5File file, RunHeader header, RunResults results) {
        int rungs = header.ladder().rungs();
        List<Coefficients> coefficients = results.ladder().coefficients(0, rungs);
        file.write("tempering/temperature", array(results.ladder().temperatures()));
        file.write("tempering/beta", coefficients.stream().mapToDouble(Coefficients::likelihood).toArray());
        file.write("tempering/prior_coefficient", coefficients.stream().mapToDouble(Coefficients::prior).toArray());
        file.write("tempering/step_size", results.stepSize());
        file.write("tempering/leapfrog_steps", results.leapfrogSteps());
        file.write("tempering/acceptance", results.acceptance());
        file.write("tempering/not_finite", results.notFinite());
        if (rungs > 1) {
            file.write("tempering/swap_rejection", results.swapRejection());
            file.write("tempering/swap_attempts", results.swapAttempts());
            file.write("tempering/swaps_accepted", results.swapsAccepted());
        }
        file.write("tempering/round_trips", results.roundTrips());
        file.write("tempering/restarts", results.restarts());
        if (rungs > 1) {
            double[] barrier = new double[header.ladders()];
            double[] local = new double[header.ladders() * rungs];
            for (int m = 0; m < barrier.length; m++) {
                Barrier ofLadder = new Barrier(results.ladder(),
                        Arrays.copyOfRange(results.swapRejection(), m * (rungs - 1), (m + 1) * (rungs - 1)));
                barrier[m] = ofLadder.total();
                System.arraycopy(ofLadder.local(), 0, local, m * rungs, rungs);
            }
            file.write("tempering/barrier", barrier);
            file.write("tempering/local_barrier", local);
        }
        if (results.timing().ranks() > 0) {
            file.write("timing/seconds", array(results.timing().seconds()));
        }
        results.evidence().forEach((name, value) -> file.write("tempering/" + name, new double[] {value}));
    }

    private static void fillBlock(Hdf5File file, RunHeader header, RunResults results, Block block) {
        Slab iterations = Slab.all(file.shape("tempering/replica")).part(1, block.firstIteration(), block.iterations());
        Slab trace = Slab.all(block.replica().length);
        file.write("tempering/log_likelihood", iterations, block.logLikelihood(), trace);
        file.write("tempering/log_prior", iterations, block.logPrior(), trace);
        file.write("tempering/replica", iterations, block.replica(), trace);

        int chains = header.ladders();
        int draws = block.draws();
        long firstDraw = header.draws(block.firstIteration());
        for (ThetaVariable variable : ThetaVariable.of(header.model())) {
            String path = "posterior/" + variable.name();
            file.write(path, Slab.all(file.shape(path)).part(1, firstDraw, draws), block.theta(),
                    variable.in((long) chains * draws, header.model().parameters()));
        }

        int rungs = header.ladder().rungs();
        double[] logLikelihood = new double[chains * draws];
        double[] logPrior = new double[chains * draws];
        double[] logPosterior = new double[chains * draws];
        double[] stepSize = new double[chains * draws];
        long[] steps = new long[chains * draws];
        byte[] diverging = new byte[chains * draws];
        for (int i = 0; i < chains * draws; i++) {
            int chain = i / draws;
            long iteration = (firstDraw + i % draws + 1) * header.thin() - 1 - block.firstIteration();
            int cold = Math.toIntExact(chain * (long) block.iterations() + iteration) * rungs;
            logLikelihood[i] = block.logLikelihood()[cold];
            logPrior[i] = block.logPrior()[cold];
            logPosterior[i] = logLikelihood[i] + logPrior[i];
            stepSize[i] = results.stepSize()[chain * rungs];
            steps[i] = results.leapfrogSteps()[chain * rungs];
            diverging[i] = (byte) (block.notFinite()[i] ? 1 : 0);
        }
        Slab target = Slab.all(file.shape("sample_stats/lp")).part(1, firstDraw, draws);
        Slab all = Slab.all(chains * draws);
        file.write("sample_stats/log_likelihood", target, logLikelihood, all);
        file.write("sample_stats/log_prior", target, logPrior, all);
        file.write("sample_stats/lp", target, logPosterior, all);
        file.write("sample_stats/acceptance_rate", target, block.acceptance(), all);
        file.write("sample_stats/step_size", target, stepSize, all);
        file.write("sample_stats/n_steps", target, steps, all);
        file.write("sample_stats/diverging", target, diverging, all);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
