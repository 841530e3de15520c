package kelvin.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import org.apache.commons.csv.CSVFormat;

/** Predictions as CSV; numbers with as many digits as tell them apart from all others. */
final class CsvPredictions extends PredictionFile {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private final Path waiting;
    private final List<Column> columns;
    private final BufferedWriter text;

    CsvPredictions(Path target, List<Column> columns) throws IOException {
        super(target);
        this.columns = columns;
        waiting = target.resolveSibling(target.getFileName() + ".part");
        text = Files.newBufferedWriter(waiting);
        for (int j = 0; j < columns.size(); j++) {
            print(columns.get(j).name(), j);
        }
    }

    @Override
    void write(double[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            Column column = columns.get(i % columns.size());
            print(Double.isNaN(values[i]) ? ""
                    : column.labels().isEmpty() ? Double.toString(values[i]) : column.labels().get((int) values[i]),
                    i % columns.size());
        }
    }

    private void print(String cell, int j) throws IOException {
        FORMAT.print(cell, text, j == 0);
        if (j == columns.size() - 1) {
            FORMAT.println(text);
        }
    }

    @Override
    void writeTo(Path temporary) throws IOException {
        text.close();
        Files.move(waiting, temporary, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try {
            text.close();
            Files.deleteIfExists(waiting);
        } catch (IOException e) {
            // there is no more to lose; what made the write fail is on its way to the caller
        }
    }
}
