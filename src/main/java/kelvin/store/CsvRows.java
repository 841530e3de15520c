package kelvin.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import kelvin.model.DataSet;
import kelvin.model.TargetKind;

/** The rows below the header of a CSV file, on their way into a data set. */
final class CsvRows {
    private final Path file;
    private final List<String> names;
    private final CSVParser parser;

    /**
     * Rows to come.
     *
     * @param names of all columns of the file
     * @param parser standing below the header
     */
    CsvRows(Path file, List<String> names, CSVParser parser) {
        this.file = file;
        this.names = names;
        this.parser = parser;
    }

    /** Names of all columns of the file. */
    List<String> names() {
        return names;
    }

    /** Reads all rows; columns that are neither inputs nor targets are not looked at. */
    DataSet read(List<String> inputs, List<String> targets, TargetKind kind) {
        int[] inputColumns = columns("input", inputs);
        int[] targetColumns = columns("target", targets);
        double[] x = new double[0];
        double[] y = new double[0];
        int inputCells = 0;
        int targetCells = 0;
        for (CSVRecord record : parser) {
            if (!(record.size() == names.size())) {
                throw error(": " + record.size() + " cells, must be " + names.size() + " as in the header");
            }
            x = withRoom(x, inputCells + inputColumns.length);
            for (int column : inputColumns) {
                x[inputCells++] = cell(record, column);
            }
            y = withRoom(y, targetCells + targetColumns.length);
            for (int column : targetColumns) {
                double value = cell(record, column);
                if (kind != TargetKind.NUMBERS && !(value >= 0 && value == Math.rint(value))) {
                    throw error(record, column, kind == TargetKind.CLASSES ? "a class index: 0, 1, 2, ..."
                            : "a count: 0, 1, 2, ...");
                }
                y[targetCells++] = value;
            }
        }
        if (!(targetCells > 0)) {
            throw new DataException(file + ": no rows below the header, must have some");
        }
        return new DataSet(inputs, targets, Arrays.copyOf(x, inputCells), Arrays.copyOf(y, targetCells));
    }

    /** The finite number that a text is, or NaN. */
    static double finite(String text) {
        // Java's suffixes and hexadecimal floats are not numbers of a CSV file
        if (text.isEmpty() || "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0 || text.indexOf('x') >= 0
                || text.indexOf('X') >= 0) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private int[] columns(String role, List<String> wanted) {
        int[] columns = new int[wanted.size()];
        for (int j = 0; j < columns.length; j++) {
            String name = wanted.get(j);
            columns[j] = names.indexOf(name);
            if (columns[j] < 0) {
                throw new DataException(file + ": no " + role + " column " + name + ", must be one of "
                        + String.join(", ", names));
            }
            if (wanted.indexOf(name) < j) {
                throw new DataException(file + ": " + role + " column " + name + " asked for twice, must be once");
            }
        }
        return columns;
    }

    private double cell(CSVRecord record, int column) {
        double value = finite(record.get(column));
        if (Double.isNaN(value)) {
            throw error(record, column, "a finite number");
        }
        return value;
    }

    private DataException error(CSVRecord record, int column, String right) {
        String text = record.get(column);
        return error(" column " + names.get(column) + ": " + (text.isEmpty() ? "empty" : '"' + text + '"')
                + ", must be " + right);
    }

    private DataException error(String what) {
        return new DataException(file + " line " + parser.getCurrentLineNumber() + what);
    }

    private static double[] withRoom(double[] values, int cells) {
        return cells <= values.length ? values : Arrays.copyOf(values, Math.toIntExact(cells * 3L / 2));
    }
}
