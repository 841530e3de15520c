package kelvin.store;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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

import kelvin.model.DataSet;
import kelvin.model.TargetKind;

/**
 * CSV files of numbers with a header, as data sets.
 *
 * <p>UTF-8, with or without a byte order mark; cells separated by comma, semicolon or tab, whichever the header has
 * most of; quotes as in RFC 4180; any line ends, blank lines skipped; decompressed if the name ends in .gz.
 */
public final class CsvTable {
    private static final int LONGEST_HEADER = 1 << 20;

    private CsvTable() {
    }

    /**
     * Reads a file of at least two rows; every column that is not a target is an input.
     *
     * @param targets names of the target columns; none for the last column
     * @throws DataException if the file does not hold such data
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static DataSet read(Path file, List<String> targets, TargetKind kind) throws IOException {
        return open(file, rows -> {
            List<String> names = rows.names();
            List<String> chosen = targets.isEmpty() ? names.subList(names.size() - 1, names.size()) : targets;
            List<String> inputs = names.stream().filter(name -> !chosen.contains(name)).toList();
            if (inputs.isEmpty()) {
                throw new DataException(file + ": targets " + String.join(", ", chosen)
                        + " are all columns, must leave at least one for the inputs");
            }
            DataSet data = rows.read(inputs, chosen, kind);
            if (!(data.rows() >= 2)) {
                throw new DataException(file + ": one row below the header, must be at least 2");
            }
            return data;
        });
    }

    /**
     * Reads the columns that another data set has, in its order, wherever they are in the file; other columns are
     * not looked at. At least one row.
     *
     * @throws DataException if the file does not hold such data
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static DataSet readLike(DataSet train, Path file, TargetKind kind) throws IOException {
        return open(file, rows -> rows.read(train.inputNames(), train.targetNames(), kind));
    }

    private static DataSet open(Path file, Function<CsvRows, DataSet> body) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader text = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                        StandardCharsets.UTF_8.newDecoder()))) {
            skipByteOrderMark(text);
            CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(delimiter(text))
                    .setIgnoreEmptyLines(true).setIgnoreSurroundingSpaces(true).get();
            try (CSVParser parser = CSVParser.builder().setReader(text).setFormat(format).get()) {
                return body.apply(new CsvRows(file, header(file, parser), parser));
            }
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause());
        } catch (IOException e) {
            throw unreadable(file, e);
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
        return cause;
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
        if (!(names.size() >= 2)) {
            throw new DataException(file + " header: one column, " + names.get(0)
                    + ", must be at least two, separated by comma, semicolon or tab");
        }
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
        if (names.stream().noneMatch(name -> Double.isNaN(CsvRows.finite(name)))) {
            throw new DataException(file + " header: " + String.join(", ", names) + ", must be names, not numbers");
        }
        return names;
    }
}
