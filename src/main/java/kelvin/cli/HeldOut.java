package kelvin.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

import kelvin.model.DataSet;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.store.DataException;

/**
 * Training rows, some of them kept back.
 *
 * @param train the rows to sample on
 * @param validation the rows kept back; null for none
 */
record HeldOut(DataSet train, DataSet validation) {
    /** Keeps a share of the rows back: the same rows for every seed, so that seeds can be compared. */
    static HeldOut of(DataSet all, double share) {
        int count = (int) Math.round(share * all.rows());
        if (share == 0) {
            return new HeldOut(all, null);
        } else if (!(count >= 1 && all.rows() - count >= 2)) {
            throw new DataException("validation: " + share + " of " + all.rows() + " rows are " + count
                    + ", must be at least 1 and leave at least 2");
        }
        Stream stream = new Stream(0).at(Purpose.DATA, 0, 0);
        double[] keys = IntStream.range(0, all.rows()).mapToDouble(stream::uniform).toArray();
        int[] drawn = IntStream.range(0, all.rows()).boxed().sorted(Comparator.comparingDouble(row -> keys[row]))
                .limit(count).mapToInt(Integer::intValue).sorted().toArray();
        int[] others = IntStream.range(0, all.rows()).filter(row -> Arrays.binarySearch(drawn, row) < 0).toArray();
        return new HeldOut(rows(all, others), rows(all, drawn));
    }

    /** Some rows of a data set, in the order asked for. */
    static DataSet rows(DataSet all, int[] which) {
        double[] x = new double[which.length * all.inputs()];
        double[] y = new double[which.length * all.targets()];
        for (int i = 0; i < which.length; i++) {
            System.arraycopy(all.x(), which[i] * all.inputs(), x, i * all.inputs(), all.inputs());
            System.arraycopy(all.y(), which[i] * all.targets(), y, i * all.targets(), all.targets());
        }
        return new DataSet(all.inputNames(), all.targetNames(), x, y);
    }
}
