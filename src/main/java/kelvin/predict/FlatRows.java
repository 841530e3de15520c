package kelvin.predict;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import java.util.function.Function;

/** What is said of every row, in one array of numbers: objects would take many times the room where rows are many. */
final class FlatRows<T> extends AbstractList<T> implements RandomAccess {
    private final int rows;
    private final int width;
    /** [rows][width]. */
    private final double[] numbers;
    private final Function<double[], T> reading;

    /**
     * Rows of so many numbers.
     *
     * @param reading makes of a row's numbers what they say
     */
    FlatRows(int rows, int width, Function<double[], T> reading) {
        this.rows = rows;
        this.width = width;
        this.numbers = new double[Math.multiplyExact(rows, width)];
        this.reading = reading;
    }

    /** Sets a row's numbers from an index on; different rows at once is safe. */
    void put(int row, int at, double... values) {
        System.arraycopy(values, 0, numbers, row * width + at, values.length);
    }

    @Override
    public T get(int row) {
        return reading.apply(Arrays.copyOfRange(numbers, row * width, (row + 1) * width));
    }

    @Override
    public int size() {
        return rows;
    }
}
