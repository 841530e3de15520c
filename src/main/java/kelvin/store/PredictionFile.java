package kelvin.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A table of numbers that is written row by row, whatever its length, and appears under its name whole or not at all:
 * CSV with a header, or HDF5 with a data set for every column.
 */
public abstract class PredictionFile implements AutoCloseable {
    private final Path target;

    PredictionFile(Path target) {
        this.target = target;
    }

    /**
     * A column.
     *
     * @param name in the header
     * @param labels texts that its numbers stand for; empty if they stand for themselves
     */
    public record Column(String name, List<String> labels) {
        /** Copies the labels. */
        public Column {
            labels = List.copyOf(labels);
        }
    }

    /** Whether a file's name says that it can be written. */
    public static boolean knows(Path target) {
        return isCsv(target) || isHdf5(target);
    }

    /**
     * Begins a file.
     *
     * @param target a name that ends in .csv, .h5 or .hdf5
     * @throws StoreException if it cannot be written
     */
    public static PredictionFile create(Path target, List<Column> columns) {
        try {
            if (target.toAbsolutePath().getParent() != null) {
                Files.createDirectories(target.toAbsolutePath().getParent());
            }
            return isCsv(target) ? new CsvPredictions(target, columns) : new Hdf5Predictions(target, columns);
        } catch (IOException e) {
            throw StoreException.of(target, e);
        }
    }

    private static boolean isCsv(Path target) {
        return target.toString().endsWith(".csv");
    }

    private static boolean isHdf5(Path target) {
        return target.toString().endsWith(".h5") || target.toString().endsWith(".hdf5");
    }

    /**
     * Appends rows.
     *
     * @param values [rows][columns], row-major; NaN where there is nothing
     */
    public final void append(double[] values) {
        try {
            write(values);
        } catch (IOException e) {
            throw StoreException.of(target, e);
        }
    }

    /** Puts the file under its name. */
    public final void finish() {
        DurableFile.write(target, this::writeTo);
    }

    /** Writes rows to where they wait. */
    abstract void write(double[] values) throws IOException;

    /** Makes the file of what was written. */
    abstract void writeTo(Path temporary) throws IOException;

    /** Removes what is left where the rows waited. */
    @Override
    public abstract void close();
}
