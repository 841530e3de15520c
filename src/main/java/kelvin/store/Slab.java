package kelvin.store;

import java.util.Arrays;

/**
 * A rectangular part of an array: of a variable in a file, or of the memory that it is copied from or to.
 *
 * @param shape of the whole array
 * @param start first index of every dimension
 * @param count extent in every dimension
 */
record Slab(long[] shape, long[] start, long[] count) {
    /** All of an array. */
    static Slab all(long... shape) {
        return new Slab(shape, new long[shape.length], shape);
    }

    /** Columns first to first + width - 1 of rows of the given length. */
    static Slab columns(long rows, long length, long first, long width) {
        return new Slab(new long[] {rows, length}, new long[] {0, first}, new long[] {rows, width});
    }

    /** The part of this whole array that starts at start in dimension i and has count there. */
    Slab part(int i, long first, long number) {
        long[] starts = start.clone();
        long[] counts = count.clone();
        starts[i] = first;
        counts[i] = number;
        return new Slab(shape, starts, counts);
    }

    /** Number of elements. */
    long size() {
        return Arrays.stream(count).reduce(1, Math::multiplyExact);
    }
}
