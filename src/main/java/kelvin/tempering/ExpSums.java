package kelvin.tempering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Running sums of exp(x) and of exp(x / 2) over many x, at several places, without over- or underflow: kept relative to
 * the largest x so far. One exponential function an x serves both. Pure functions of the x in their order.
 */
final class ExpSums {
    private final double[] largest;
    private final double[] sum;
    private final double[] half;

    /** Nothing yet, at so many places. */
    ExpSums(int places) {
        largest = new double[places];
        sum = new double[places];
        half = new double[places];
        clear();
    }

    void clear() {
        Arrays.fill(largest, LogSum.EMPTY);
        Arrays.fill(sum, 0);
        Arrays.fill(half, 0);
    }

    void add(int place, double x) {
        add(place, x, 1, 1);
    }

    /** Becomes the sums of all that two others have; may be one of them. */
    void join(ExpSums one, ExpSums other) {
        for (int i = 0; i < largest.length; i++) {
            double x = other.largest[i];
            double otherSum = other.sum[i];
            double otherHalf = other.half[i];
            largest[i] = one.largest[i];
            sum[i] = one.sum[i];
            half[i] = one.half[i];
            add(i, x, otherSum, otherHalf);
        }
    }

    /** Adds sums relative to x. */
    private void add(int i, double x, double more, double moreHalf) {
        double high = Math.max(x, largest[i]);
        double low = Math.min(x, largest[i]);
        double ratio = low == high ? 1 : StrictMath.exp(low - high);
        double root = Math.sqrt(ratio);
        if (x <= largest[i]) {
            sum[i] += ratio * more;
            half[i] += root * moreHalf;
        } else {
            sum[i] = ratio * sum[i] + more;
            half[i] = root * half[i] + moreHalf;
            largest[i] = x;
        }
    }

    /** log sum exp(x). */
    double logSum(int place) {
        return largest[place] + StrictMath.log(sum[place]);
    }

    /** log sum exp(x / 2). */
    double logHalfSum(int place) {
        return largest[place] / 2 + StrictMath.log(half[place]);
    }

    void save(DataOutput out) throws IOException {
        for (int i = 0; i < largest.length; i++) {
            out.writeDouble(largest[i]);
            out.writeDouble(sum[i]);
            out.writeDouble(half[i]);
        }
    }

    void restore(DataInput in) throws IOException {
        for (int i = 0; i < largest.length; i++) {
            largest[i] = in.readDouble();
            sum[i] = in.readDouble();
            half[i] = in.readDouble();
        }
    }
}
