package kelvin.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import kelvin.model.DataSet;
import kelvin.model.TargetKind;

/** Two-dimensional HDF5 data sets of numbers as data sets: columns x0, x1, ..., and the last one, y, the target. */
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
    public static DataSet read(Path path, String dataSet, TargetKind kind) throws IOException {
        String place = path + ":" + dataSet;
        long[] shape;
        double[] cells;
        try (Hdf5File file = Hdf5File.open(path)) {
            shape = file.shape(dataSet);
            if (!(shape.length == 2 && shape[0] >= 2 && shape[1] >= 2)) {
                throw new DataException(place + ": shape " + Arrays.toString(shape)
                        + ", must be two dimensions of at least 2 rows and 2 columns");
            }
            cells = file.readDoubles(dataSet);
        }
        int columns = (int) shape[1];
        int rows = (int) shape[0];
        List<String> inputs = ReferenceFile.names("x", columns - 1);
        double[] x = new double[rows * (columns - 1)];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(cells, i * columns, x, i * (columns - 1), columns - 1);
            y[i] = cells[(i + 1) * columns - 1];
            for (int j = 0; j < columns; j++) {
                if (!Double.isFinite(cells[i * columns + j])) {
                    String column = j == columns - 1 ? "y" : inputs.get(j);
                    throw error(place, i, column, cells[i * columns + j], "a finite number");
                }
            }
            if (kind != TargetKind.NUMBERS && !(y[i] >= 0 && y[i] == Math.rint(y[i]))) {
                throw error(place, i, "y", y[i], kind == TargetKind.CLASSES ? "a class index: 0, 1, 2, ..."
                        : "a count: 0, 1, 2, ...");
            }
        }
        return new DataSet(inputs, List.of("y"), x, y);
    }

    private static DataException error(String place, int row, String column, double value, String right) {
        return new DataException(place + " row " + row + " column " + column + ": " + value + ", must be " + right);
    }
}
