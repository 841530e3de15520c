package kelvin.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import kelvin.model.DataSet;
import kelvin.model.Schema;
import kelvin.model.TargetKind;

/** Rows of a two-dimensional HDF5 data set: the inputs in their order, and the targets behind them if they are there. */
final class Hdf5Blocks implements RowBlocks {
    private final String place;
    private final String dataSet;
    private final Hdf5File file;
    private final long[] shape;
    private final Cells cells;
    private final List<CellReader> inputs;
    private final List<CellReader> targets;
    private final Schema schema;
    private long row;

    private Hdf5Blocks(String place, String dataSet, Hdf5File file, Schema schema, TargetKind kind) {
        this.place = place;
        this.dataSet = dataSet;
        this.file = file;
        this.schema = schema;
        shape = file.shape(dataSet);
        int least = schema.inputs().size();
        int most = least + schema.targets().size();
        if (!(shape.length == 2 && (shape[1] == least || shape[1] == most))) {
            throw new DataException(place + ": shape " + Arrays.toString(shape) + ", must be two dimensions with "
                    + least + " columns of inputs, or " + most + " with targets");
        }
        inputs = schema.inputs().stream().map(column -> CellReader.of(column, TargetKind.NUMBERS)).toList();
        targets = schema.targets().stream().map(column -> CellReader.of(column, kind)).toList();
        cells = new Cells(place, inputs, targets);
    }

    static Hdf5Blocks open(Path path, String dataSet, Schema schema, TargetKind kind) throws IOException {
        Hdf5File file = Hdf5File.open(path);
        try {
            return new Hdf5Blocks(path + ":" + dataSet, dataSet, file, schema, kind);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public DataSet next(int most) {
        int count = (int) Math.min(most, shape[0] - row);
        if (count == 0) {
            return null;
        }
        double[] values = file.readDoubles(dataSet, Slab.all(shape).part(0, row, count));
        cells.clear();
        for (int i = 0; i < count; i++) {
            int at = i * (int) shape[1];
            cells.row();
            IntStream.range(0, inputs.size()).forEach(j -> cells.input(j, read(inputs.get(j), values[at + j])));
            boolean known = shape[1] > inputs.size();
            IntStream.range(0, targets.size()).forEach(j -> cells.target(j,
                    known ? read(targets.get(j), values[at + inputs.size() + j]) : Double.NaN));
            row++;
        }
        return cells.block(schema);
    }

    private double read(CellReader reader, double value) {
        return reader.read(value, right -> new DataException(place + " row " + row + " column " + reader.name() + ": "
                + value + ", must be " + right));
    }

    @Override
    public List<String> extra() {
        return List.of();   // a table of numbers has no names, and exactly as many columns as it must
    }

    @Override
    public String missing() {
        return cells.missingCounts();
    }

    @Override
    public void close() {
        file.close();
    }
}
