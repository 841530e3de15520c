package kelvin.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

import kelvin.model.DataSet;
import kelvin.model.Schema;
import kelvin.model.TargetKind;

/** Rows of a CSV file. */
final class CsvBlocks implements RowBlocks {
    private final CsvTable.Opened file;
    private final CsvRows.Known rows;

    private CsvBlocks(CsvTable.Opened file, CsvRows.Known rows) {
        this.file = file;
        this.rows = rows;
    }

    static CsvBlocks open(Path path, Schema schema, TargetKind kind) throws IOException {
        CsvTable.Opened file = CsvTable.Opened.of(path);
        try {
            return new CsvBlocks(file, file.rows().known(schema, kind));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public DataSet next(int most) throws IOException {
        try {
            return rows.next(most);
        } catch (UncheckedIOException e) {
            throw file.unreadable(e.getCause());
        }
    }

    @Override
    public List<String> extra() {
        return rows.extra();
    }

    @Override
    public String missing() {
        return rows.missing();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
