package kelvin.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The scaling learned from training rows: every column to mean 0 and standard deviation 1 over those rows (the
 * population's, with divisor n, as scikit-learn's StandardScaler).
 *
 * @param scaling the scaling; a constant column has standard deviation 1, so that training rows become 0
 * @param constantColumns names of the columns that do not vary over the training rows: worth a warning
 */
public record Standardisation(Scaling scaling, List<String> constantColumns) {
    /** Copies the names. */
    public Standardisation {
        constantColumns = List.copyOf(constantColumns);
    }

    /**
     * Learns the scaling from raw training rows.
     *
     * @param kind classes and counts are not scaled
     * @throws IllegalArgumentException if a column's standard deviation overflows or underflows
     */
    public static Standardisation of(DataSet train, TargetKind kind) {
        Columns inputs = new Columns(train.inputNames(), train.x());
        Columns targets = kind == TargetKind.NUMBERS
                ? new Columns(train.targetNames(), train.y())
                : Columns.unscaled(train.targets());
        List<String> constant = new ArrayList<>(inputs.constant);
        constant.addAll(targets.constant);
        return new Standardisation(new Scaling(inputs.means, inputs.sds, targets.means, targets.sds), constant);
    }

    /** The scaling that changes nothing, for so many columns. */
    public static Scaling identity(int inputs, int targets) {
        Columns x = Columns.unscaled(inputs);
        Columns y = Columns.unscaled(targets);
        return new Scaling(x.means, x.sds, y.means, y.sds);
    }

    /** Raw rows in standardised units, as a copy. */
    public static DataSet apply(Scaling scaling, DataSet raw) {
        DataSet copy = new DataSet(raw.inputNames(), raw.targetNames(), raw.x().clone(), raw.y().clone());
        applyInPlace(scaling, copy);
        return copy;
    }

    /** Turns raw rows into standardised units where they are: they can be many. */
    public static void applyInPlace(Scaling scaling, DataSet rows) {
        apply(scaling.inputMeans(), scaling.inputSds(), rows.x());
        apply(scaling.targetMeans(), scaling.targetSds(), rows.y());
    }

    private static void apply(List<Double> means, List<Double> sds, double[] values) {
        int columns = means.size();
        for (int j = 0; j < columns; j++) {
            double mean = means.get(j);
            double sd = sds.get(j);
            for (int i = j; i < values.length; i += columns) {
                values[i] = (values[i] - mean) / sd;
            }
        }
    }

    /** Means and standard deviations of the columns of one array. */
    private static final class Columns {
        final List<Double> means = new ArrayList<>();
        final List<Double> sds = new ArrayList<>();
        final List<String> constant = new ArrayList<>();

        /** Measures columns of values [rows][names]. */
        Columns(List<String> names, double[] values) {
            for (int j = 0; j < names.size(); j++) {
                measure(names.get(j), j, names.size(), values);
            }
        }

        static Columns unscaled(int columns) {
            Columns result = new Columns(List.of(), new double[0]);
            result.means.addAll(Collections.nCopies(columns, 0.0));
            result.sds.addAll(Collections.nCopies(columns, 1.0));
            return result;
        }

        private void measure(String name, int first, int stride, double[] values) {
            int rows = values.length / stride;
            double sum = 0;
            boolean varies = false;
            for (int i = first; i < values.length; i += stride) {
                sum += values[i];
                varies |= values[i] != values[first];
            }
            if (!varies) {
                // not sum / rows, whose rounding would leave a remainder
                means.add(values[first]);
                sds.add(1.0);
                constant.add(name);
                return;
            }
            double mean = sum / rows;
            double squares = 0;
            for (int i = first; i < values.length; i += stride) {
                squares += (values[i] - mean) * (values[i] - mean);
            }
            double sd = Math.sqrt(squares / rows);
            if (!(sd > 0 && sd < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("standard deviation of column " + name + ": " + sd
                        + ", must be above 0 and finite: rescale its values");
            }
            means.add(mean);
            sds.add(sd);
        }
    }
}
