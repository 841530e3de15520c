package kelvin.store;

import java.util.ArrayList;
import java.util.List;

/** Numbers that come row by row, kept in blocks so that room for more takes no second copy. */
final class CellRows {
    private static final int BLOCK_NUMBERS = 1 << 16;

    private final int width;
    private final int blockRows;
    /** [blockRows][width] each. */
    private final List<double[]> blocks = new ArrayList<>();

    /** No rows yet, of so many numbers each. */
    CellRows(int width) {
        this.width = width;
        this.blockRows = Math.max(1, BLOCK_NUMBERS / width);
    }

    double get(int row, int column) {
        return block(row)[at(row) + column];
    }

    /** Sets a number of a row that is there, or of the next. */
    void set(int row, int column, double value) {
        if (row == blocks.size() * (long) blockRows) {
            blocks.add(new double[blockRows * width]);
        }
        block(row)[at(row) + column] = value;
    }

    /** Where a row's numbers are, from {@link #at} on. */
    double[] block(int row) {
        return blocks.get(row / blockRows);
    }

    int at(int row) {
        return row % blockRows * width;
    }
}
