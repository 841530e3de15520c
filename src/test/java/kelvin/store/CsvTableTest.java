package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import kelvin.model.DataSet;
import kelvin.model.TargetKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.params.provider.Arguments.arguments;

class CsvTableTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "a,b,y\n1,2,3\n4,5,-6e-1\n",
        "a,b,y\n1,2,3\n4,5,-6e-1",
        "a,b,y\r\n1,2,3\r\n4,5,-6e-1\r\n",
        "\uFEFFa,b,y\n1,2,3\n4,5,-6e-1\n",
        "\uFEFF\"a\",b,y\n1,2,3\n4,5,-6e-1\n",
        "\n\na,b,y\n\n1,2,3\n\n4,5,-6e-1\n\n",
        "a;b;y\n1;2;3\n4;5;-.6\n",
        "a\tb\ty\n1\t2\t3\n4\t5\t-0.6\n",
        "\"a\",\"b\",\"y\"\n\"1\",\"2\",3\n4,5,-0.6\n",
        " a , b , y \n 1 , 2 ,\t3\n 4 , +5.0 , -0.6\n"
    })
    void everySpellingOfATableGivesTheSameData(String text) throws IOException {
        DataSet data = CsvTable.read(file(text), List.of(), TargetKind.NUMBERS);
        assertEquals(List.of("a", "b"), data.inputNames());
        assertEquals(List.of("y"), data.targetNames());
        assertArrayEquals(new double[] {1, 2, 4, 5}, data.x());
        assertArrayEquals(new double[] {3, -0.6}, data.y());
    }

    @Test
    void aSeparatorInsideAQuotedNameDoesNotCount() throws IOException {
        DataSet data = CsvTable.read(file("\"a,,,\";y\n1;2\n3;4\n"), List.of(), TargetKind.NUMBERS);
        assertEquals(List.of("a,,,"), data.inputNames());
    }

    @Test
    void targetsAreChosenByNameInTheirOrder() throws IOException {
        DataSet data = CsvTable.read(file("a,b,c\n1,2,3\n4,5,6\n"), List.of("c", "a"), TargetKind.NUMBERS);
        assertEquals(List.of("b"), data.inputNames());
        assertArrayEquals(new double[] {2, 5}, data.x());
        assertArrayEquals(new double[] {3, 1, 6, 4}, data.y());
    }

    @Test
    void aCompressedFileIsDecompressed() throws IOException {
        Path file = folder.resolve("data.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a,y\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
        }
        assertArrayEquals(new double[] {2, 4}, CsvTable.read(file, List.of(), TargetKind.NUMBERS).y());
    }

    @Test
    void manyRowsAreReadWholeAndInOrder() throws IOException {
        StringBuilder text = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 5000; i++) {
            text.append(i).append(',').append(-i).append(',').append(i + 0.5).append('\n');
        }
        DataSet data = CsvTable.read(file(text.toString()), List.of(), TargetKind.NUMBERS);
        assertEquals(5000, data.rows());
        assertEquals(4321, data.x()[2 * 4321]);
        assertEquals(-4321, data.x()[2 * 4321 + 1]);
        assertEquals(4321.5, data.y()[4321]);
    }

    @Test
    void aTestFileIsReadByTheNamesOfTheTrainingColumns() throws IOException {
        DataSet train = CsvTable.read(file("a,b,y\n1,2,3\n4,5,6\n"), List.of(), TargetKind.NUMBERS);
        DataSet test = CsvTable.readLike(train, file("remark,y,b,a\nnone,30,20,10\n"), TargetKind.NUMBERS);
        assertEquals(train.inputNames(), test.inputNames());
        assertArrayEquals(new double[] {10, 20}, test.x());
        assertArrayEquals(new double[] {30}, test.y());
        Path other = file("a,y\n1,2\n");
        assertEquals(other + ": no input column b, must be one of a, y", assertThrows(DataException.class,
                () -> CsvTable.readLike(train, other, TargetKind.NUMBERS)).getMessage());
    }

    static List<Arguments> mistakes() {
        return List.of(
                arguments("a,y\n1,2\nabc,4\n", " line 3 column a: \"abc\", must be a finite number"),
                arguments("a,y\n1,2\n3,four", " line 3 column y: \"four\", must be a finite number"),
                arguments("a;y\n1;2\n1,5;4\n", " line 3 column a: \"1,5\", must be a finite number"),
                arguments("a,y\n1,2\n,4\n", " line 3 column a: empty, must be a finite number"),
                arguments("a,y\n1,NaN\n3,4\n", " line 2 column y: \"NaN\", must be a finite number"),
                arguments("a,y\n1,2\n-Infinity,4\n", " line 3 column a: \"-Infinity\", must be a finite number"),
                arguments("a,y\n1,2\n1e400,4\n", " line 3 column a: \"1e400\", must be a finite number"),
                arguments("a,y\n1,2\n3f,4\n", " line 3 column a: \"3f\", must be a finite number"),
                arguments("a,y\n1,2\n0x1p3,4\n", " line 3 column a: \"0x1p3\", must be a finite number"),
                arguments("a,y\r\n\r\n1,2\r\nx,4\r\n", " line 4 column a: \"x\", must be a finite number"),
                arguments("a,y\n1,2\n3\n", " line 3: 1 cells, must be 2 as in the header"),
                arguments("a,y\n1,2,\n3,4\n", " line 2: 3 cells, must be 2 as in the header"),
                arguments("", ": empty, must have a header and rows of numbers"),
                arguments("\n\n", ": empty, must have a header and rows of numbers"),
                arguments("a,y\n", ": no rows below the header, must have some"),
                arguments("a,y\n1,2\n", ": one row below the header, must be at least 2"),
                arguments("a,b,a\n1,2,3\n4,5,6\n", " header: column a twice, must be once"),
                arguments("a,,y\n1,2,3\n4,5,6\n", " header: column 2 without a name, must have one"),
                arguments("1,2\n3,4\n5,6\n", " header: 1, 2, must be names, not numbers"),
                arguments("a\n1\n2\n",
                        " header: one column, a, must be at least two, separated by comma, semicolon or tab"),
                arguments("a,y\n1,2\n\"3\"4,5\n", ": Invalid character between encapsulated token and delimiter at"
                        + " line: 3, position: 12, must be CSV as in RFC 4180"),
                arguments("a,y\n1,2\n\"3,4\n5,6\n", ": (startline 3) EOF reached before encapsulated token finished,"
                        + " must be CSV as in RFC 4180"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsOneLineThatSaysWhereAndWhat(String text, String message) throws IOException {
        assertMessage(message, text, List.of(), TargetKind.NUMBERS);
    }

    @Test
    void targetsThatAreNotThereAreNamedWithTheColumnsThatAre() throws IOException {
        String text = "a,b,y\n1,2,3\n4,5,6\n";
        assertMessage(": no target column z, must be one of a, b, y", text, List.of("z"), TargetKind.NUMBERS);
        assertMessage(": target column y asked for twice, must be once", text, List.of("y", "y"), TargetKind.NUMBERS);
        assertMessage(": targets y, b, a are all columns, must leave at least one for the inputs", text,
                List.of("y", "b", "a"), TargetKind.NUMBERS);
    }

    @Test
    void classesAreWholeNumbersFromZero() throws IOException {
        DataSet data = CsvTable.read(file("a,label\n1,0\n2,2.0\n"), List.of(), TargetKind.CLASSES);
        assertArrayEquals(new double[] {0, 2}, data.y());
        for (String wrong : List.of("1.5", "-1")) {
            assertMessage(" line 3 column label: \"" + wrong + "\", must be a class index: 0, 1, 2, ...",
                    "a,label\n1,0\n2," + wrong + "\n", List.of(), TargetKind.CLASSES);
        }
        assertMessage(" line 2 column label: \"cat\", must be a finite number",
                "a,label\n1,cat\n2,dog\n", List.of(), TargetKind.CLASSES);
    }

    @Test
    void filesThatAreNotTextAreRefused() throws IOException {
        Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'a', ',', (byte) 0xE9, '\n', '1', ',', '2'});
        assertEquals(latin + ": not UTF-8 text, must be CSV", refusal(latin));
        Path notGzip = Files.writeString(folder.resolve("plain.csv.gz"), "a,y\n1,2\n3,4\n");
        assertEquals(notGzip + ": broken compression, must be gzip as the name ends in .gz", refusal(notGzip));
    }

    @Test
    void aMissingFileIsNotADataError() {
        Path missing = folder.resolve("missing.csv");
        assertEquals(missing.toString(), assertThrows(NoSuchFileException.class,
                () -> CsvTable.read(missing, List.of(), TargetKind.NUMBERS)).getMessage());
    }

    private void assertMessage(String message, String text, List<String> targets, TargetKind kind)
            throws IOException {
        Path file = file(text);
        assertEquals(file + message, assertThrows(DataException.class,
                () -> CsvTable.read(file, targets, kind)).getMessage());
    }

    private static String refusal(Path file) {
        return assertThrows(DataException.class,
                () -> CsvTable.read(file, List.of(), TargetKind.NUMBERS)).getMessage();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }
}
