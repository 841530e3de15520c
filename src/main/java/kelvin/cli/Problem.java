package kelvin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Scaling;
import kelvin.model.Standardisation;
import kelvin.model.TargetKind;
import kelvin.store.Checksum;
import kelvin.store.CsvTable;
import kelvin.store.DataException;
import kelvin.store.Hdf5Table;
import kelvin.store.ReferenceCase;
import kelvin.store.ReferenceFile;

/**
 * A model with its data.
 *
 * @param model network, likelihood and prior
 * @param train rows of the likelihood, in the model's units
 * @param test rows to predict, in the model's units; or null
 * @param scaling between raw and the model's units
 * @param warnings about the data, each one line
 */
record Problem(Model model, DataSet train, DataSet test, Scaling scaling, List<String> warnings) {
    /**
     * Reads or makes what the options ask for.
     *
     * @throws DataException if the data cannot be used
     * @throws java.nio.file.NoSuchFileException if a file is not there
     */
    static Problem of(SampleOptions options) throws IOException {
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
        return new Problem(model, train, null, Standardisation.identity(train.inputs(), train.targets()), List.of());
    }

    private static Problem of(DataOptions.Files files, ModelOptions options) throws IOException {
        TargetKind kind = options.distribution().targets();
        DataSet train = train(files, kind);
        Model model = options.over(train);
        checkClasses(files.train(), train, model.likelihood());
        DataSet test = files.test() == null ? null : test(files.test(), train, kind);
        if (test != null) {
            checkClasses(files.test(), test, model.likelihood());
        }
        if (!files.standardize()) {
            return new Problem(model, train, test, Standardisation.identity(train.inputs(), train.targets()), List.of());
        }
        Standardisation standardisation;
        try {
            standardisation = Standardisation.of(train, kind);
        } catch (IllegalArgumentException e) {
            throw new DataException(files.train() + ": " + e.getMessage());
        }
        List<String> warnings = standardisation.constantColumns().stream()
                .map(name -> files.train() + ": column " + name + " is constant, standardised to zero").toList();
        Scaling scaling = standardisation.scaling();
        return new Problem(model, Standardisation.apply(scaling, train),
                test == null ? null : Standardisation.apply(scaling, test), scaling, warnings);
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

    private static DataSet train(DataOptions.Files files, TargetKind kind) throws IOException {
        int mark = dataSetMark(files.train());
        if (mark < 0) {
            return CsvTable.read(Path.of(files.train()), files.targets(), kind);
        } else if (!files.targets().isEmpty()) {
            throw new UsageException("--target: " + String.join(",", files.targets())
                    + ", must be left out for an HDF5 table, whose last column is the target");
        }
        return hdf5(files.train(), mark, kind);
    }

    private static DataSet test(String file, DataSet train, TargetKind kind) throws IOException {
        int mark = dataSetMark(file);
        if (mark < 0) {
            return CsvTable.readLike(train, Path.of(file), kind);
        }
        DataSet test = hdf5(file, mark, kind);
        if (!(test.inputs() == train.inputs() && train.targets() == 1)) {
            throw new DataException(file + ": " + test.inputs() + " inputs and 1 target, must be " + train.inputs()
                    + " and " + train.targets() + " as in the training rows");
        }
        return new DataSet(train.inputNames(), train.targetNames(), test.x(), test.y());
    }

    private static DataSet hdf5(String file, int mark, TargetKind kind) throws IOException {
        return Hdf5Table.read(Path.of(file.substring(0, mark)), file.substring(mark + 1), kind);
    }

    /** Where the data set's name begins in FILE:/dataset; below 0 for a plain file. */
    private static int dataSetMark(String file) {
        return Files.exists(Path.of(file)) ? -1 : file.indexOf(":/");
    }
}
