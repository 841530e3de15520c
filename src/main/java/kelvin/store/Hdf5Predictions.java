package kelvin.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import hdf.hdf5lib.HDF5Constants;

/**
 * Predictions as HDF5, a float64 data set [rows] for every column; one whose numbers stand for texts has them, in
 * their order, in its attribute labels, a line for each. Rows wait in a plain file until their number is known.
 */
final class Hdf5Predictions extends PredictionFile {
    private static final int ROWS_AT_ONCE = 1 << 14;

    private final Path waiting;
    private final List<Column> columns;
    private final FileChannel channel;
    private long rows;

    Hdf5Predictions(Path target, List<Column> columns) throws IOException {
        super(target);
        this.columns = columns;
        waiting = target.resolveSibling(target.getFileName() + ".part");
        channel = FileChannel.open(waiting, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    void write(double[] values) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.nativeOrder());
        buffer.asDoubleBuffer().put(values);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        rows += values.length / columns.size();
    }

    @Override
    void writeTo(Path temporary) throws IOException {
        try (Hdf5File file = Hdf5File.create(temporary)) {
            for (Column column : columns) {
                file.createDataSet(column.name(), HDF5Constants.H5T_IEEE_F64LE, Double.BYTES, rows);
                if (!column.labels().isEmpty()) {
                    file.attributes().set(column.name(), "labels", String.join("\n", column.labels()));
                }
            }
            for (long first = 0; first < rows; first += ROWS_AT_ONCE) {
                int count = (int) Math.min(ROWS_AT_ONCE, rows - first);
                double[] values = read(first, count);
                for (int j = 0; j < columns.size(); j++) {
                    file.write(columns.get(j).name(), Slab.all(rows).part(0, first, count), values,
                            Slab.columns(count, columns.size(), j, 1));
                }
            }
        }
    }

    private double[] read(long first, int count) throws IOException {
        int width = columns.size();
        ByteBuffer buffer = ByteBuffer.allocate(count * width * Double.BYTES).order(ByteOrder.nativeOrder());
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, first * width * Double.BYTES + buffer.position()) < 0) {
                throw new IOException(waiting + " ends early");
            }
        }
        double[] values = new double[count * width];
        buffer.flip().asDoubleBuffer().get(values);
        return values;
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(waiting);
        } catch (IOException e) {
            // there is no more to lose; what made the write fail is on its way to the caller
        }
    }
}
