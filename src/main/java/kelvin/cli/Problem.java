package kelvin.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Scaling;
import kelvin.model.Schema;
import kelvin.model.Standardisation;
import kelvin.model.TargetKind;
import kelvin.store.Checksum;
import kelvin.store.CsvTable;
import kelvin.store.DataException;
import kelvin.store.DataPlace;
import kelvin.store.Hdf5Table;
import kelvin.store.ReferenceCase;
import kelvin.store.ReferenceFile;
import kelvin.store.Table;
import kelvin.team.Team;

/**
 * A model with its data.
 *
 * @param model network, likelihood and prior
 * @param train rows of the likelihood, in the model's units
 * @param test rows to predict, in the model's units; or null
 * @param schema how the columns of files became inputs and targets
 * @param scaling between raw and the model's units
 * @param warnings about the data, each one line
 */
record Problem(Model model, DataSet train, DataSet test, Schema schema, Scaling scaling, List<String> warnings) {
    /**
     * The same on every rank, each of which must call this; files of rows are read by rank 0 alone.
     *
     * @throws Agreement.FailedException if it cannot be had
     */
    static Problem of(SampleOptions options, Team team) throws IOException {
        if (!(options.data() instanceof DataOptions.Files)) {
            return Agreement.reach(team, () -> of(options));
        }
        Problem read = Agreement.reach(team, () -> team.rank() == 0 ? of(options) : null);
        return new Handout(team).share(options.model(), read);
    }

    /**
     * Reads or makes what the options ask for.
     *
     * @throws DataException if the data cannot be used
     * @throws java.nio.file.NoSuchFileException if a file is not there
     */
    private static Problem of(SampleOptions options) throws IOException {
        if (options.data() instanceof DataOptions.Files files) {
            return of(files, options.model());
        } else if (options.data() instanceof DataOptions.Case one) {
            ReferenceCase found = ReferenceFile.find(one.fileAndCase());
            return unscaled(found.model(), found.data());
        }
        DataSet data = OriginalData.of(options.seed());
        return unscaled(options.model().over(data), data);
    }

    /** What tells this data from other data. */
    String checksum() {
        return test == null ? Checksum.of(train) : Checksum.of(train, test);
    }

    private static Problem unscaled(Model model, DataSet train) {
        return new Problem(model, train, null, Schema.ofNumbers(train.inputNames(), train.targetNames()),
                Standardisation.identity(train.inputs(), train.targets()), List.of());
    }

    private static Problem of(DataOptions.Files files, ModelOptions options) throws IOException {
        TargetKind kind = options.distribution().targets();
        Table table = train(files, kind);
        List<String> warnings = new ArrayList<>(table.messages());
        Model model = options.over(table.data());
        checkClasses(files.train(), table.data(), model.likelihood());
        HeldOut rows = HeldOut.of(table.data(), files.validation());
        DataSet train = rows.train();
        DataSet test = rows.validation();
        if (files.test() != null) {
            Table others = test(files.test(), table.schema(), kind);
            test = others.data();
            warnings.addAll(others.messages());
            checkClasses(files.test(), test, model.likelihood());
        }
        Scaling scaling = Standardisation.identity(train.inputs(), train.targets());
        if (files.standardize()) {
            Standardisation standardisation;
            try {
                standardisation = Standardisation.of(train, kind);
            } catch (IllegalArgumentException e) {
                throw new DataException(files.train() + ": " + e.getMessage());
            }
            standardisation.constantColumns().forEach(name ->
                    warnings.add(files.train() + ": column " + name + " is constant, standardised to zero"));
            scaling = standardisation.scaling();
        }
        scale(files.train(), scaling, train);
        if (test != null) {
            scale(files.test() == null ? files.train() : files.test(), scaling, test);
        }
        return new Problem(model, train, test, table.schema(), scaling, warnings);
    }

    /** Turns rows into the model's units, where they have to be numbers in float32 too. */
    private static void scale(String file, Scaling scaling, DataSet data) {
        Standardisation.applyInPlace(scaling, data);
        checkRange(file, data.x(), data.inputNames());
        checkRange(file, data.y(), data.targetNames());
    }

    private static void checkRange(String file, double[] values, List<String> names) {
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) > Float.MAX_VALUE) {
                throw new DataException(String.format(Locale.ROOT, "%s: column %s: %.3g, must be at most %.3g in size, as "
                        + "float32 is: rescale it, or leave out --no-standardize", file, names.get(i % names.size()),
                        values[i], Float.MAX_VALUE));
            }
        }
    }

    private static void checkClasses(String file, DataSet data, Likelihood likelihood) {
        int classes = likelihood instanceof Likelihood.Bernoulli ? 2
                : likelihood instanceof Likelihood.Categorical categorical ? categorical.classes() : 0;
        if (classes == 0) {
            return;
        }
        if (!(data.targets() == 1)) {
            throw new DataException(file + ": targets " + String.join(", ", data.targetNames())
                    + ", must be one column of classes");
        }
        double largest = Arrays.stream(data.y()).max().orElseThrow();
        if (!(largest < classes)) {
            throw new DataException(String.format(Locale.ROOT, "%s: class %.0f, must be 0 to %d", file, largest,
                    classes - 1));
        }
    }

    private static Table train(DataOptions.Files files, TargetKind kind) throws IOException {
        DataPlace place = DataPlace.of(files.train());
        if (place.dataSet().isEmpty()) {
            return CsvTable.read(place.file(), files.targets(), kind, files.missing());
        } else if (!files.targets().isEmpty()) {
            throw new UsageException("--target: " + String.join(",", files.targets())
                    + ", must be left out for an HDF5 table, whose last column is the target");
        }
        return Hdf5Table.read(place.file(), place.dataSet(), kind, files.missing());
    }

    private static Table test(String file, Schema schema, TargetKind kind) throws IOException {
        DataPlace place = DataPlace.of(file);
        return place.dataSet().isEmpty() ? CsvTable.readLike(schema, place.file(), kind)
                : Hdf5Table.readLike(schema, place.file(), place.dataSet(), kind);
    }
}
