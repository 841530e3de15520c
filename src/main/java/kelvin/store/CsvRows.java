package kelvin.store;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import kelvin.model.Column;
import kelvin.model.DataSet;
import kelvin.model.Missing;
import kelvin.model.Schema;
import kelvin.model.TargetKind;

/** The rows below the header of a CSV file, on their way into data sets. Other columns than asked for are not looked at. */
final class CsvRows {
    private final Path file;
    private final List<String> names;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

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
        this.records = parser.iterator();
    }

    /** Names of all columns of the file. */
    List<String> names() {
        return names;
    }

    /** Reads all rows, and finds out what the columns are. */
    Table read(List<String> inputs, List<String> targets, TargetKind kind, Missing missing) {
        Columns columns = new Columns(inputs.stream().map(CellReader::input).toList(), columns("input", inputs),
                targets.stream().map(name -> CellReader.target(name, kind)).toList(), columns("target", targets));
        return columns.readAll().table(missing);
    }

    /** Reads all rows of columns that are known. */
    Table read(Schema schema, TargetKind kind) {
        columns("target", schema.targetNames());
        return columns(schema, kind).readAll().table(schema);
    }

    /** The rows of columns that are known, to be read block by block; targets may be missing from the file. */
    Known known(Schema schema, TargetKind kind) {
        return new Known(schema, columns(schema, kind));
    }

    private Columns columns(Schema schema, TargetKind kind) {
        return new Columns(readers(schema.inputs(), TargetKind.NUMBERS),
                columns("input", schema.inputs().stream().map(Column::name).toList()),
                readers(schema.targets(), kind), schema.targetNames().stream().mapToInt(names::indexOf).toArray());
    }

    private static List<CellReader> readers(List<Column> columns, TargetKind kind) {
        return columns.stream().map(column -> CellReader.of(column, kind)).toList();
    }

    /** The rows of columns that are known. */
    final class Known {
        private final Schema schema;
        private final Columns columns;
        private final Cells cells;

        private Known(Schema schema, Columns columns) {
            this.schema = schema;
            this.columns = columns;
            this.cells = columns.cells();
        }

        /** The next rows, at most so many, NaN where a value is missing; null at the end. */
        DataSet next(int most) {
            cells.clear();
            while (cells.rows() < most && records.hasNext()) {
                columns.add(records.next(), cells);
            }
            return cells.rows() == 0 ? null : cells.block(schema);
        }

        /** Names of columns of the file that the schema lacks. */
        List<String> extra() {
            Set<String> known = Stream.concat(schema.inputs().stream(), schema.targets().stream()).map(Column::name)
                    .collect(Collectors.toSet());
            return names.stream().filter(name -> !known.contains(name)).toList();
        }

        /** How many values of which columns were missing so far, in words. */
        String missing() {
            return cells.missingCounts();
        }
    }

    /** Columns that are looked at, and where in the file they are; below 0 for targets that are not there. */
    private final class Columns {
        private final List<CellReader> inputs;
        private final int[] inputColumns;
        private final List<CellReader> targets;
        private final int[] targetColumns;

        Columns(List<CellReader> inputs, int[] inputColumns, List<CellReader> targets, int[] targetColumns) {
            this.inputs = inputs;
            this.inputColumns = inputColumns;
            this.targets = targets;
            this.targetColumns = targetColumns;
        }

        Cells cells() {
            return new Cells(file.toString(), inputs, targets);
        }

        Cells readAll() {
            Cells cells = cells();
            while (records.hasNext()) {
                add(records.next(), cells);
            }
            return cells;
        }

        void add(CSVRecord record, Cells cells) {
            if (!(record.size() == names.size())) {
                throw error(": " + record.size() + " cells, must be " + names.size() + " as in the header");
            }
            cells.row();
            for (int j = 0; j < inputColumns.length; j++) {
                cells.input(j, cell(inputs.get(j), record, inputColumns[j]));
            }
            for (int j = 0; j < targetColumns.length; j++) {
                cells.target(j, targetColumns[j] < 0 ? Double.NaN : cell(targets.get(j), record, targetColumns[j]));
            }
        }
    }

    private double cell(CellReader reader, CSVRecord record, int column) {
        return reader.read(record.get(column), right -> error(" column " + names.get(column) + ": \""
                + record.get(column) + "\", must be " + right));
    }

    private int[] columns(String role, List<String> wanted) {
        List<String> missing = wanted.stream().filter(name -> !names.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new DataException(file + ": no " + role + " column " + String.join(", ", missing)
                    + "; its columns are " + String.join(", ", names));
        }
        return IntStream.range(0, wanted.size()).map(j -> {
            String name = wanted.get(j);
            if (wanted.indexOf(name) < j) {
                throw new DataException(file + ": " + role + " column " + name + " asked for twice, must be once");
            }
            return names.indexOf(name);
        }).toArray();
    }

    private DataException error(String what) {
        return new DataException(file + " line " + parser.getCurrentLineNumber() + what);
    }
}
