package kelvin.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import kelvin.model.Column;
import kelvin.model.DataSet;
import kelvin.model.Missing;
import kelvin.model.Schema;

/** Cells of a table on their way into a data set: numbers, places of texts, NaN where missing. */
final class Cells {
    private final String place;
    private final List<CellReader> inputs;
    private final List<CellReader> targets;
    private final CellRows x;
    private final CellRows y;
    private int rows;

    /** Cells of columns of a file, or of what else is named by place in messages. */
    Cells(String place, List<CellReader> inputs, List<CellReader> targets) {
        this.place = place;
        this.inputs = inputs;
        this.targets = targets;
        this.x = new CellRows(inputs.size());
        this.y = new CellRows(targets.size());
    }

    int rows() {
        return rows;
    }

    /** Number of columns that inputs are made of. */
    int inputs() {
        return inputs.size();
    }

    /** Begins a new row, all of whose cells are then set. */
    void row() {
        rows = Math.incrementExact(rows);
    }

    void input(int j, double value) {
        x.set(rows - 1, j, value);
    }

    void target(int j, double value) {
        y.set(rows - 1, j, value);
    }

    /** Forgets the rows, so that others can follow. */
    void clear() {
        rows = 0;
    }

    /** A table of columns that are known from now on. */
    Table table(Missing missing) {
        sortTexts(inputs, x);
        sortTexts(targets, y);
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < inputs.size(); j++) {
            List<String> levels = inputs.get(j).levels();
            columns.add(new Column(inputs.get(j).name(), levels, missing == Missing.MEAN ? means(j, levels) : List.of()));
        }
        List<String> messages = columns.stream().filter(column -> !column.levels().isEmpty()).map(column ->
                place + ": column " + column.name() + " is text: one input for each of "
                        + String.join(", ", column.levels())).collect(Collectors.toCollection(ArrayList::new));
        Schema schema = new Schema(columns, targets.stream()
                .map(target -> new Column(target.name(), target.levels(), List.of())).toList(), missing);
        messages.addAll(missingMessage(missing));
        return new Table(data(schema), schema, messages);
    }

    /** A table of columns that were known before. */
    Table table(Schema schema) {
        return new Table(data(schema), schema, missingMessage(schema.missing()));
    }

    private void sortTexts(List<CellReader> columns, CellRows values) {
        for (int j = 0; j < columns.size(); j++) {
            int[] order = columns.get(j).order();
            for (int row = 0; order.length > 0 && row < rows; row++) {
                double value = values.get(row, j);
                values.set(row, j, Double.isNaN(value) ? Double.NaN : order[(int) value]);
            }
        }
    }

    private List<Double> means(int j, List<String> levels) {
        double[] sums = new double[Math.max(1, levels.size())];
        long present = 0;
        for (int row = 0; row < rows; row++) {
            double value = x.get(row, j);
            if (!Double.isNaN(value)) {
                sums[levels.isEmpty() ? 0 : (int) value] += levels.isEmpty() ? value : 1;
                present++;
            }
        }
        double count = present;
        if (!(count > 0)) {
            throw new DataException(place + ": column " + inputs.get(j).name() + " has no values, must have some");
        }
        return Arrays.stream(sums).mapToObj(sum -> sum / count).toList();
    }

    private List<String> missingMessage(Missing missing) {
        String counts = missingCounts();
        if (counts.isEmpty()) {
            return List.of();
        } else if (missing == Missing.ERROR) {
            throw new DataException(place + ": missing values: " + counts
                    + ", must be none (--missing drop leaves their rows out, --missing mean fills in means)");
        }
        return List.of(place + ": missing values: " + counts + (missing == Missing.DROP
                ? "; rows with one are left out"
                : "; inputs are the training rows' means instead, rows without target are left out"));
    }

    /** How many cells of which columns were missing, in words; empty if none were. */
    String missingCounts() {
        return Stream.concat(inputs.stream(), targets.stream()).filter(column -> column.missing() > 0)
                .map(column -> column.missing() + " in column " + column.name()).collect(Collectors.joining(", "));
    }

    /** The rows that have all they need. */
    private DataSet data(Schema schema) {
        int width = schema.inputNames().size();
        double[] expanded = new double[Math.multiplyExact(rows, width)];
        double[] kept = new double[rows * targets.size()];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            schema.expand(x.block(row), x.at(row), expanded, count * width);
            System.arraycopy(y.block(row), y.at(row), kept, count * targets.size(), targets.size());
            count += isWhole(expanded, count * width, width) && isWhole(kept, count * targets.size(), targets.size())
                    ? 1 : 0;
        }
        if (count == 0) {
            throw new DataException(place + ": no rows" + (rows == 0 ? " below the header" : " without missing values")
                    + ", must have some");
        }
        boolean all = count == rows;
        return new DataSet(schema.inputNames(), schema.targetNames(),
                all ? expanded : Arrays.copyOf(expanded, count * width),
                all ? kept : Arrays.copyOf(kept, count * targets.size()));
    }

    /** All rows so far, NaN where something is missing. */
    DataSet block(Schema schema) {
        int width = schema.inputNames().size();
        double[] expanded = new double[rows * width];
        double[] ofTargets = new double[rows * targets.size()];
        for (int row = 0; row < rows; row++) {
            schema.expand(x.block(row), x.at(row), expanded, row * width);
            System.arraycopy(y.block(row), y.at(row), ofTargets, row * targets.size(), targets.size());
        }
        return new DataSet(schema.inputNames(), schema.targetNames(), expanded, ofTargets);
    }

    private static boolean isWhole(double[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (Double.isNaN(values[i])) {
                return false;
            }
        }
        return true;
    }
}
