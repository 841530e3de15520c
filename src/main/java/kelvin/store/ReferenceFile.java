package kelvin.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import kelvin.model.DataSet;
import kelvin.model.Model;

/**
 * HDF5 files of reference cases. Every group is a case: the model as attributes (sizes, act, likelihood, prior,
 * prior_scale, and noise or log_noise_mean and log_noise_sd), data X [n, inputs] and y [n, targets], and, in files of
 * densities, theta [T, d], output [T, n, outputs], log_likelihood [T], log_prior [T], grad_log_likelihood [T, d] and
 * grad_log_prior [T, d].
 */
public final class ReferenceFile {
    private ReferenceFile() {
    }

    /**
     * Reads all cases, in alphabetical order.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws DataException if it is not such a file
     */
    public static List<ReferenceCase> read(Path path) throws IOException {
        try (Hdf5File file = Hdf5File.open(path)) {
            return file.members("/").stream().map(name -> readCase(file, name)).toList();
        }
    }

    /**
     * Reads one case.
     *
     * @param fileAndCase FILE#CASE
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws DataException if it is not such a file, or does not have the case
     */
    public static ReferenceCase find(String fileAndCase) throws IOException {
        int mark = fileAndCase.lastIndexOf('#');
        if (mark < 0) {
            throw new IllegalArgumentException(fileAndCase + ": must be FILE#CASE");
        }
        String name = fileAndCase.substring(mark + 1);
        try (Hdf5File file = Hdf5File.open(Path.of(fileAndCase.substring(0, mark)))) {
            List<String> names = file.members("/");
            if (!names.contains(name)) {
                throw new DataException(file.path() + ": no case " + name + ", must be one of "
                        + String.join(", ", names));
            }
            return readCase(file, name);
        }
    }

    private static ReferenceCase readCase(Hdf5File file, String name) {
        Model model = ModelAttributes.read(file, name);
        int inputs = model.network().inputs();
        long[] x = shape(file, name + "/X", 2);
        long[] y = shape(file, name + "/y", 2);
        int targets = (int) y[1];
        if (!(x[0] == y[0] && x[1] == inputs && model.likelihood().outputs(targets) == model.network().outputs())) {
            throw new DataException(file.path() + ": " + name + ": X " + Arrays.toString(x) + " and y "
                    + Arrays.toString(y) + " do not fit sizes " + model.network().sizes() + " with "
                    + model.likelihood().label());
        }
        try {
            DataSet data = new DataSet(names("x", inputs), targets == 1 ? List.of("y") : names("y", targets),
                    file.readDoubles(name + "/X"), file.readDoubles(name + "/y"));
            if (!file.exists(name + "/theta")) {
                return ReferenceCase.withoutValues(name, model, data);
            }
            return new ReferenceCase(name, model, data, rows(file, name + "/theta", 2), rows(file, name + "/output", 3),
                    values(file, name + "/log_likelihood"), values(file, name + "/log_prior"),
                    rows(file, name + "/grad_log_likelihood", 2), rows(file, name + "/grad_log_prior", 2));
        } catch (IllegalArgumentException e) {
            throw new DataException(file.path() + ": " + e.getMessage());
        }
    }

    /** prefix0, prefix1, ... */
    static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static long[] shape(Hdf5File file, String name, int rank) {
        long[] shape = file.shape(name);
        if (shape.length != rank) {
            throw new DataException(file.path() + ": " + name + " has " + shape.length + " dimensions, must have "
                    + rank);
        }
        return shape;
    }

    private static double[] values(Hdf5File file, String name) {
        shape(file, name, 1);
        return file.readDoubles(name);
    }

    /** An array by its first dimension, the others flat. */
    private static double[][] rows(Hdf5File file, String name, int rank) {
        long[] shape = shape(file, name, rank);
        double[] all = file.readDoubles(name);
        List<double[]> rows = new ArrayList<>();
        int width = shape[0] == 0 ? 0 : all.length / (int) shape[0];
        for (int i = 0; i < shape[0]; i++) {
            rows.add(Arrays.copyOfRange(all, i * width, (i + 1) * width));
        }
        return rows.toArray(double[][]::new);
    }
}
