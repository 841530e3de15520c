package kelvin.store;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import kelvin.model.Missing;
import kelvin.model.Schema;
import kelvin.model.TargetKind;

/**
 * CSV files with a header, as data sets.
 *
 * <p>UTF-8, with or without a byte order mark; cells separated by comma, semicolon or tab, whichever the header has
 * most of; quotes as in RFC 4180; any line ends, blank lines skipped; decompressed if the name ends in .gz.
 */
public final class CsvTable {
    private static final int LONGEST_HEADER = 1 << 20;

    private CsvTable() {
    }

    /**
     * Reads a file of at least two rows; every column that is not a target is an input. A column whose first value is
     * no number is one of text; classes may be text too.
     *
     * @param targets names of the target columns; none for the last column
     * @throws DataException if the file does not hold such data
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static Table read(Path file, List<String> targets, TargetKind kind, Missing missing) throws IOException {
        return open(file, rows -> {
            List<String> names = rows.names();
            if (!(names.size() >= 2)) {
                throw new DataException(file + " header: one column, " + names.get(0)
                        + ", must be at least two, separated by comma, semicolon or tab");
            }
            List<String> chosen = targets.isEmpty() ? names.subList(names.size() - 1, names.size()) : targets;
            List<String> inputs = names.stream().filter(name -> !chosen.contains(name)).toList();
            if (inputs.isEmpty()) {
                throw new DataException(file + ": targets " + String.join(", ", chosen)
                        + " are all columns, must leave at least one for the inputs");
            }
            Table table = rows.read(inputs, chosen, kind, missing);
            if (!(table.data().rows() >= 2)) {
                throw new DataException(file + ": one row below the header, must be at least 2");
            }
            return table;
        });
    }

    /**
     * Reads the columns of a schema, wherever they are in the file; other columns are not looked at. At least one row.
     *
     * @throws DataException if the file does not hold such data
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static Table readLike(Schema schema, Path file, TargetKind kind) throws IOException {
        return open(file, rows -> rows.read(schema, kind));
    }

    private static Table open(Path file, Function<CsvRows, Table> body) throws IOException {
        try (Opened opened = Opened.of(file)) {
            return opened.apply(body);
        }
    }

    /** A file whose header has been read. */
    record Opened(Path file, CSVParser parser, CsvRows rows) implements AutoCloseable {
        static Opened of(Path file) throws IOException {
            BufferedReader text = new BufferedReader(new InputStreamReader(bytes(file),
                    StandardCharsets.UTF_8.newDecoder()));
            try {
                skipByteOrderMark(text);
                CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(delimiter(text))
                        .setIgnoreEmptyLines(true).setIgnoreSurroundingSpaces(true).get();
                CSVParser parser = CSVParser.builder().setReader(text).setFormat(format).get();
                return new Opened(file, parser, new CsvRows(file, header(file, parser), parser));
            } catch (UncheckedIOException e) {
                text.close();
                throw CsvTable.unreadable(file, e.getCause());
            } catch (IOException e) {
                text.close();
                throw CsvTable.unreadable(file, e);
            } catch (RuntimeException e) {
                text.close();
                throw e;
            }
        }

        private static InputStream bytes(Path file) throws IOException {
            InputStream bytes = Files.newInputStream(file);
            try {
                return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
            } catch (IOException e) {
                bytes.close();
                throw CsvTable.unreadable(file, e);
            }
        }

        <T> T apply(Function<CsvRows, T> body) throws IOException {
            try {
                return body.apply(rows);
            } catch (UncheckedIOException e) {
                throw unreadable(e.getCause());
            }
        }

        /** What to throw for a failure to read on. */
        IOException unreadable(IOException cause) {
            return CsvTable.unreadable(file, cause);
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }

    /** Contents that cannot be decoded are the data's fault; anything else stays what it is. */
    private static IOException unreadable(Path file, IOException cause) {
        if (cause instanceof CharacterCodingException) {
            throw new DataException(file + ": not UTF-8 text, must be CSV");
        } else if (cause instanceof ZipException || cause instanceof EOFException) {
            throw new DataException(file + ": broken compression, must be gzip as the name ends in .gz");
        } else if (cause instanceof CSVException) {
            throw new DataException(file + ": " + cause.getMessage() + ", must be CSV as in RFC 4180");
        }
        // of what is no file, such as a directory, the system says only what is wrong
        return cause instanceof FileSystemException ? cause : new IOException(file + ": " + cause.getMessage(), cause);
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
    }

    /** The separator that the first line has most of outside quotes; comma if it has none. */
    private static char delimiter(BufferedReader text) throws IOException {
        text.mark(LONGEST_HEADER);
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        boolean quoted = false;
        boolean begun = false;
        for (int n = 0; n < LONGEST_HEADER; n++) {
            int c = text.read();
            boolean lineEnd = c == '\n' || c == '\r';
            if (c < 0 || lineEnd && begun && !quoted) {
                break;
            }
            begun |= !lineEnd;
            quoted ^= c == '"';
            if (!quoted) {
                commas += c == ',' ? 1 : 0;
                semicolons += c == ';' ? 1 : 0;
                tabs += c == '\t' ? 1 : 0;
            }
        }
        text.reset();
        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    private static List<String> header(Path file, CSVParser parser) {
        Iterator<CSVRecord> records = parser.iterator();
        if (!records.hasNext()) {
            throw new DataException(file + ": empty, must have a header and rows of numbers");
        }
        List<String> names = records.next().toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty()) {
                throw new DataException(file + " header: column " + (seen.size() + 1)
                        + " without a name, must have one");
            }
            if (!seen.add(name)) {
                throw new DataException(file + " header: column " + name + " twice, must be once");
            }
        }
        if (names.stream().noneMatch(name -> Double.isNaN(CellReader.finite(name)))) {
            throw new DataException(file + " header: " + String.join(", ", names) + ", must be names, not numbers");
        }
        return names;
    }
}
