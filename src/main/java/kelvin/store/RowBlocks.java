package kelvin.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import kelvin.model.DataSet;
import kelvin.model.Schema;
import kelvin.model.TargetKind;

/**
 * The rows of a file of any length, block by block, in raw units: NaN where an input is missing and nothing stands for
 * it, and where a target is not known.
 */
public interface RowBlocks extends AutoCloseable {
    /**
     * Opens the rows of a file.
     *
     * @param file CSV, or HDF5 as FILE:/dataset
     * @throws DataException if it does not hold the schema's columns; targets may be missing
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    static RowBlocks open(String file, Schema schema, TargetKind kind) throws IOException {
        DataPlace place = DataPlace.of(file);
        return place.dataSet().isEmpty() ? CsvBlocks.open(place.file(), schema, kind)
                : Hdf5Blocks.open(place.file(), place.dataSet(), schema, kind);
    }

    /** The next rows, at most so many; null at the end. */
    DataSet next(int rows) throws IOException;

    /** Names of columns that the schema lacks, which are not looked at. */
    List<String> extra();

    /** How many values of which columns were missing so far, in words; empty if none were. */
    String missing();

    @Override
    void close() throws IOException;
}
