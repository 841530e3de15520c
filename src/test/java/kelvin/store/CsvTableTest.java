package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import kelvin.model.DataSet;
import kelvin.model.Missing;
import kelvin.model.Schema;
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
        DataSet data = read(text, List.of(), TargetKind.NUMBERS);
        assertEquals(List.of("a", "b"), data.inputNames());
        assertEquals(List.of("y"), data.targetNames());
        assertArrayEquals(new double[] {1, 2, 4, 5}, data.x());
        assertArrayEquals(new double[] {3, -0.6}, data.y());
    }

    @Test
    void aSeparatorInsideAQuotedNameDoesNotCount() throws IOException {
        DataSet data = read("\"a,,,\";y\n1;2\n3;4\n", List.of(), TargetKind.NUMBERS);
        assertEquals(List.of("a,,,"), data.inputNames());
    }

    @Test
    void targetsAreChosenByNameInTheirOrder() throws IOException {
        DataSet data = read("a,b,c\n1,2,3\n4,5,6\n", List.of("c", "a"), TargetKind.NUMBERS);
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
        assertArrayEquals(new double[] {2, 4}, CsvTable.read(file, List.of(), TargetKind.NUMBERS, Missing.ERROR).data().y());
    }

    @Test
    void manyRowsAreReadWholeAndInOrder() throws IOException {
        int rows = 50_000;
        StringBuilder text = new StringBuilder("a,word,b,y\n");
        for (int i = 0; i < rows; i++) {
            text.append(i).append(i % 2 == 0 ? ",late," : ",early,").append(-i).append(',').append(i + 0.5).append('\n');
        }
        DataSet data = read(text.toString(), List.of(), TargetKind.NUMBERS);
        assertEquals(List.of("a", "word=early", "word=late", "b"), data.inputNames());
        assertEquals(rows, data.rows());
        for (int i = 0; i < rows; i++) {
            assertArrayEquals(new double[] {i, i % 2, 1 - i % 2, -i}, Arrays.copyOfRange(data.x(), 4 * i, 4 * i + 4));
            assertEquals(i + 0.5, data.y()[i]);
        }
    }

    @Test
    void aTestFileIsReadByTheNamesOfTheTrainingColumns() throws IOException {
        Schema schema = Schema.ofNumbers(List.of("a", "b"), List.of("y"));
        DataSet test = CsvTable.readLike(schema, file("remark,y,b,a\nnone,30,20,10\n"), TargetKind.NUMBERS).data();
        assertEquals(schema.inputNames(), test.inputNames());
        assertArrayEquals(new double[] {10, 20}, test.x());
        assertArrayEquals(new double[] {30}, test.y());
        Path other = file("a,y\n1,2\n");
        assertEquals(other + ": no input column b; its columns are a, y", assertThrows(DataException.class,
                () -> CsvTable.readLike(schema, other, TargetKind.NUMBERS)).getMessage());
    }

    static List<Arguments> mistakes() {
        return List.of(
                arguments("a,y\n1,2\nabc,4\n", " line 3 column a: \"abc\", must be a finite number"),
                arguments("a,y\n1,2\n3,four", " line 3 column y: \"four\", must be a finite number"),
                arguments("a;y\n1;2\n1,5;4\n", " line 3 column a: \"1,5\", must be a finite number"),
                arguments("a,y\n1,2\n,4\nNA,5\n3,NaN\n", ": missing values: 2 in column a, 1 in column y, must be none "
                        + "(--missing drop leaves their rows out, --missing mean fills in means)"),
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
        assertMessage(": no target column z; its columns are a, b, y", text, List.of("z"), TargetKind.NUMBERS);
        assertMessage(": target column y asked for twice, must be once", text, List.of("y", "y"), TargetKind.NUMBERS);
        assertMessage(": targets y, b, a are all columns, must leave at least one for the inputs", text,
                List.of("y", "b", "a"), TargetKind.NUMBERS);
    }

    @Test
    void classesAreWholeNumbersFromZero() throws IOException {
        DataSet data = read("a,label\n1,0\n2,2.0\n", List.of(), TargetKind.CLASSES);
        assertArrayEquals(new double[] {0, 2}, data.y());
        for (String wrong : List.of("1.5", "-1")) {
            assertMessage(" line 3 column label: \"" + wrong + "\", must be a class index: 0, 1, 2, ...",
                    "a,label\n1,0\n2," + wrong + "\n", List.of(), TargetKind.CLASSES);
        }
    }

    @Test
    void textsBecomeInputsAndClassesInAlphabeticalOrder() throws IOException {
        String text = "a,colour,label\n1,red,dog\n2,blue,cat\n3,red,cat\n4,green,dog\n";
        Table table = CsvTable.read(file(text), List.of(), TargetKind.CLASSES, Missing.ERROR);
        assertEquals(List.of("a", "colour=blue", "colour=green", "colour=red"), table.data().inputNames());
        assertArrayEquals(new double[] {1, 0, 0, 1, 2, 1, 0, 0, 3, 0, 0, 1, 4, 0, 1, 0}, table.data().x());
        assertArrayEquals(new double[] {1, 0, 0, 1}, table.data().y());
        assertEquals(List.of("cat", "dog"), table.schema().targets().get(0).levels());
        assertEquals(List.of(folder.resolve("data.csv")
                + ": column colour is text: one input for each of blue, green, red"), table.messages());
        DataSet others = CsvTable.readLike(table.schema(), file("label,colour,a\ndog,green,9\n"), TargetKind.CLASSES)
                .data();
        assertArrayEquals(new double[] {9, 0, 1, 0}, others.x());
        assertArrayEquals(new double[] {1}, others.y());
        Path unknown = file("label,colour,a\ndog,mauve,9\n");
        assertEquals(unknown + " line 2 column colour: \"mauve\", must be one of blue, green, red",
                assertThrows(DataException.class,
                        () -> CsvTable.readLike(table.schema(), unknown, TargetKind.CLASSES)).getMessage());
    }

    @Test
    void aColumnOfNamesIsNoInput() throws IOException {
        StringBuilder text = new StringBuilder("id,y\n");
        for (int i = 0; i <= 100; i++) {
            text.append("n").append(i).append(",1\n");
        }
        assertMessage(" line 102 column id: \"n100\", must be a number, or one of at most 100 different texts in its "
                + "column", text.toString(), List.of(), TargetKind.NUMBERS);
    }

    @Test
    void rowsWithMissingValuesAreLeftOutOrFilled() throws IOException {
        String text = "a,colour,y\n1,red,1\n?,red,2\n3,,3\n5,blue,4\n7,blue,\n";
        Table dropped = CsvTable.read(file(text), List.of(), TargetKind.NUMBERS, Missing.DROP);
        assertArrayEquals(new double[] {1, 0, 1, 5, 1, 0}, dropped.data().x());
        assertArrayEquals(new double[] {1, 4}, dropped.data().y());
        Table filled = CsvTable.read(file(text), List.of(), TargetKind.NUMBERS, Missing.MEAN);
        // the mean of the values that are there; of a text, its share
        assertArrayEquals(new double[] {1, 0, 1, 4, 0, 1, 3, 0.5, 0.5, 5, 1, 0}, filled.data().x());
        assertArrayEquals(new double[] {1, 2, 3, 4}, filled.data().y());
        assertEquals(folder.resolve("data.csv") + ": missing values: 1 in column a, 1 in column colour, 1 in column y; "
                + "inputs are the training rows' means instead, rows without target are left out",
                filled.messages().get(1));
        DataSet others = CsvTable.readLike(filled.schema(), file("y,colour,a\n8,,\n"), TargetKind.NUMBERS).data();
        assertArrayEquals(new double[] {4, 0.5, 0.5}, others.x());
    }

    @Test
    void aLongFileIsReadInBlocksThatTargetsMayBeMissingFrom() throws IOException {
        StringBuilder text = new StringBuilder("b,a\n");
        for (int i = 0; i < 25; i++) {
            text.append(i == 7 ? "" : i * 10).append(',').append(i).append('\n');
        }
        Schema schema = Schema.ofNumbers(List.of("a", "b"), List.of("y"));
        int[] rows = {10, 10, 5};
        try (RowBlocks blocks = RowBlocks.open(file(text.toString()).toString(), schema, TargetKind.NUMBERS)) {
            for (int i = 0; i < 3; i++) {
                DataSet block = blocks.next(10);
                assertEquals(rows[i], block.rows());
                assertEquals(10 * i + 3, block.x()[6]);
                assertEquals(100 * i + 30, block.x()[7]);
                assertEquals(i == 0, Arrays.stream(block.x()).anyMatch(Double::isNaN));
                assertEquals(Double.NaN, block.y()[3]);
            }
            assertNull(blocks.next(10));
            assertEquals("1 in column b", blocks.missing());
        }
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
                () -> CsvTable.read(missing, List.of(), TargetKind.NUMBERS, Missing.ERROR)).getMessage());
    }

    private void assertMessage(String message, String text, List<String> targets, TargetKind kind)
            throws IOException {
        Path file = file(text);
        assertEquals(file + message, assertThrows(DataException.class,
                () -> CsvTable.read(file, targets, kind, Missing.ERROR)).getMessage());
    }

    private DataSet read(String text, List<String> targets, TargetKind kind) throws IOException {
        return CsvTable.read(file(text), targets, kind, Missing.ERROR).data();
    }

    private static String refusal(Path file) {
        return assertThrows(DataException.class,
                () -> CsvTable.read(file, List.of(), TargetKind.NUMBERS, Missing.ERROR)).getMessage();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }
}
