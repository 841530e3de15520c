package kelvin.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import kelvin.model.Missing;
import kelvin.model.Schema;
import kelvin.model.TargetKind;

/**
 * Two-dimensional HDF5 data sets of numbers as data sets: columns x0, x1, ..., and the last one, y, the target; NaN is
 * a missing value.
 */
public final class Hdf5Table {
    private Hdf5Table() {
    }

    /**
     * Reads a table of at least two rows and two columns.
     *
     * @param dataSet path in the file
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws DataException if it does not hold such data
     */
    public static Table read(Path path, String dataSet, TargetKind kind, Missing missing) throws IOException {
        return cells(path, dataSet, kind).table(missing);
    }

    /** Reads a table that has a schema of numbers, whatever its columns' names. */
    public static Table readLike(Schema schema, Path path, String dataSet, TargetKind kind) throws IOException {
        Cells cells = cells(path, dataSet, kind);
        if (!(cells.inputs() == schema.inputs().size() && schema.targets().size() == 1)) {
            throw new DataException(path + ":" + dataSet + ": " + cells.inputs() + " inputs and 1 target, must be "
                    + schema.inputs().size() + " and " + schema.targets().size() + " as in the training rows");
        }
        return cells.table(schema);
    }

    private static Cells cells(Path path, String dataSet, TargetKind kind) throws IOException {
        String place = path + ":" + dataSet;
        long[] shape;
        double[] values;
        try (Hdf5File file = Hdf5File.open(path)) {
            shape = file.shape(dataSet);
            if (!(shape.length == 2 && shape[0] >= 2 && shape[1] >= 2)) {
                throw new DataException(place + ": shape " + Arrays.toString(shape)
                        + ", must be two dimensions of at least 2 rows and 2 columns");
            }
            values = file.readDoubles(dataSet);
        }
        int columns = (int) shape[1];
        List<CellReader> inputs = ReferenceFile.names("x", columns - 1).stream().map(CellReader::input).toList();
        CellReader target = CellReader.target("y", kind);
        Cells cells = new Cells(place, inputs, List.of(target));
        for (int i = 0; i < shape[0]; i++) {
            int row = i;
            cells.row();
            for (int j = 0; j < columns; j++) {
                CellReader reader = j == columns - 1 ? target : inputs.get(j);
                double value = values[i * columns + j];
                double read = reader.read(value, right -> new DataException(place + " row " + row + " column "
                        + reader.name() + ": " + value + ", must be " + right));
                if (j == columns - 1) {
                    cells.target(0, read);
                } else {
                    cells.input(j, read);
                }
            }
        }
        return cells;
    }
}
