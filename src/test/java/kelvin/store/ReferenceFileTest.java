package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Missing;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.model.Schema;
import kelvin.model.TargetKind;

/** Cases and tables in HDF5 files. */
class ReferenceFileTest {
    private static final Model LINE = new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.Gaussian(0.5),
            new Prior(Prior.Kind.NORMAL, 2));

    @TempDir
    Path directory;

    static List<Model> models() {
        Prior prior = new Prior(Prior.Kind.LAPLACE, 0.75);
        return List.of(LINE,
                new Model(Network.of(Activation.SILU, 3, 4, 2), new Likelihood.GaussianLearned(-1, 0.7), prior),
                new Model(Network.of(Activation.TANH, 3, 4, 2), new Likelihood.Heteroscedastic(),
                        new Prior(Prior.Kind.NORMAL_FAN_IN, 1.5)),
                new Model(Network.of(Activation.RELU, 1, 1), new Likelihood.Bernoulli(), prior),
                new Model(Network.of(Activation.RELU, 1, 8, 3), new Likelihood.Categorical(3), prior));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyModelComesBack(Model model) throws IOException {
        Path path = directory.resolve("cases.h5");
        try (Hdf5File file = Hdf5File.create(path)) {
            file.createGroup("case");
            ModelAttributes.write(file, "case", model);
            assertEquals(model, ModelAttributes.read(file, "case"));
        }
    }

    @Test
    void aCaseWithValuesIsRead() throws IOException {
        ReferenceCase line = ReferenceFile.read(write("log_prior")).get(1);
        assertEquals("line", line.name());
        assertEquals(LINE, line.model());
        assertEquals(List.of("x0"), line.data().inputNames());
        assertEquals(List.of("y"), line.data().targetNames());
        assertArrayEquals(new double[] {1, 2, 3}, line.data().x());
        assertArrayEquals(new double[] {4, 5, 6}, line.data().y());
        assertArrayEquals(new double[][] {{0, 1}, {2, 3}}, line.theta());
        assertArrayEquals(new double[][] {{0, 1, 2}, {3, 4, 5}}, line.outputs());
        assertArrayEquals(new double[] {0, 1}, line.logLikelihood());
        assertArrayEquals(new double[] {0, 1}, line.logPrior());
        assertArrayEquals(new double[][] {{0, 1}, {2, 3}}, line.gradLogLikelihood());
        assertArrayEquals(new double[][] {{0, 1}, {2, 3}}, line.gradLogPrior());
    }

    @Test
    void aCaseWithoutValuesIsFoundByItsName() throws IOException {
        ReferenceCase data = ReferenceFile.find(write("log_prior") + "#data");
        assertEquals(3, data.data().rows());
        assertEquals(0, data.theta().length);
    }

    @Test
    void mistakesNameFileCaseAndWhatIsThere() throws IOException {
        Path path = write("log_posterior");
        assertEquals(path + ": no case lime, must be one of data, line", refusal(path + "#lime"));
        assertEquals(path + ": no data set line/log_prior", refusal(path + "#line"));
        assertThrows(IllegalArgumentException.class, () -> ReferenceFile.find(path.toString()));
        assertThrows(NoSuchFileException.class, () -> ReferenceFile.find(directory.resolve("none.h5") + "#line"));
        Path text = Files.writeString(directory.resolve("text.h5"), "no");
        assertEquals(text + ": not an HDF5 file", refusal(text + "#line"));
    }

    @Test
    void attributesThatAreMissingOrWrongAreNamed() throws IOException {
        Path path = directory.resolve("cases.h5");
        try (Hdf5File file = Hdf5File.create(path)) {
            file.createGroup("empty");
            file.createGroup("relo");
            file.attributes().set("relo", "sizes", new long[] {1, 1});
            file.attributes().set("relo", "act", "relo");
            file.createGroup("text");
            file.attributes().set("text", "sizes", "1, 1");
            file.createGroup("small");
            file.attributes().set("small", "sizes", new long[] {1});
            file.attributes().set("small", "act", "relu");
        }
        assertEquals(path + ": empty has no attribute sizes", refusal(path + "#empty"));
        assertEquals(path + ": attribute act of relo is relo, must be one of relu, tanh, silu",
                refusal(path + "#relo"));
        assertEquals(path + ": attribute sizes of text is not a number", refusal(path + "#text"));
        assertEquals(path + ": small: sizes: [1], must be two or more widths of at least 1", refusal(path + "#small"));
    }

    @Test
    void aTableIsColumnsWithTheTargetLast() throws IOException {
        Path path = table(1, 2, 3, 4, 5, 6);
        DataSet data = Hdf5Table.read(path, "/table", TargetKind.NUMBERS, Missing.ERROR).data();
        assertEquals(List.of("x0", "x1"), data.inputNames());
        assertArrayEquals(new double[] {1, 2, 4, 5}, data.x());
        assertArrayEquals(new double[] {3, 6}, data.y());
        try (RowBlocks blocks = RowBlocks.open(path + ":/table", Schema.ofNumbers(List.of("a", "b", "c"), List.of("y")),
                TargetKind.NUMBERS)) {
            DataSet first = blocks.next(1);
            assertArrayEquals(new double[] {1, 2, 3}, first.x());
            assertEquals(Double.NaN, first.y()[0]);
            assertArrayEquals(new double[] {4, 5, 6}, blocks.next(9).x());
        }
        Path gap = table(1, 2, 3, Double.NaN, 5, 6);
        assertArrayEquals(new double[] {1, 2, 1, 5},
                Hdf5Table.read(gap, "/table", TargetKind.NUMBERS, Missing.MEAN).data().x());
    }

    @Test
    void aTableThatCannotBeUsedIsRefusedWithThePlace() throws IOException {
        assertEquals("/table: missing values: 1 in column x0, must be none (--missing drop leaves their rows out, "
                + "--missing mean fills in means)",
                tableRefusal(table(1, 2, 3, Double.NaN, 5, 6), "/table", TargetKind.NUMBERS));
        assertEquals("/table row 0 column y: Infinity, must be a finite number",
                tableRefusal(table(1, 2, Double.POSITIVE_INFINITY, 4, 5, 6), "/table", TargetKind.NUMBERS));
        assertEquals("/table row 1 column y: 0.5, must be a class index: 0, 1, 2, ...",
                tableRefusal(table(1, 2, 3, 4, 5, 0.5), "/table", TargetKind.CLASSES));
        assertEquals(" no data set /group",
                tableRefusal(table(1, 2, 3, 4, 5, 6), "/group", TargetKind.NUMBERS));
        assertEquals(" no data set /no/table",
                tableRefusal(table(1, 2, 3, 4, 5, 6), "/no/table", TargetKind.NUMBERS));
        assertEquals("/labels: shape [2], must be two dimensions of at least 2 rows and 2 columns",
                tableRefusal(table(1, 2, 3, 4, 5, 6), "/labels", TargetKind.NUMBERS));
    }

    private static String refusal(String fileAndCase) {
        return assertThrows(DataException.class, () -> ReferenceFile.find(fileAndCase)).getMessage();
    }

    private static String tableRefusal(Path path, String table, TargetKind kind) {
        return assertThrows(DataException.class, () -> Hdf5Table.read(path, table, kind, Missing.ERROR)).getMessage()
                .substring((path + ":").length());
    }

    /** Two cases; values are counted from 0 in every array. */
    private Path write(String nameOfLogPrior) throws IOException {
        Path path = directory.resolve("cases.h5");
        try (Hdf5File file = Hdf5File.create(path)) {
            for (String name : List.of("line", "data")) {
                file.createGroup(name);
                ModelAttributes.write(file, name, LINE);
                write(file, name + "/X", new double[] {1, 2, 3}, 3, 1);
                write(file, name + "/y", new double[] {4, 5, 6}, 3, 1);
            }
            write(file, "line/theta", new double[] {0, 1, 2, 3}, 2, 2);
            write(file, "line/output", new double[] {0, 1, 2, 3, 4, 5}, 2, 3, 1);
            write(file, "line/log_likelihood", new double[] {0, 1}, 2);
            write(file, "line/" + nameOfLogPrior, new double[] {0, 1}, 2);
            write(file, "line/grad_log_likelihood", new double[] {0, 1, 2, 3}, 2, 2);
            write(file, "line/grad_log_prior", new double[] {0, 1, 2, 3}, 2, 2);
        }
        return path;
    }

    private Path table(double... values) throws IOException {
        Path path = directory.resolve("table.h5");
        NetcdfDefinition define = new NetcdfDefinition(Hdf5File.create(path));
        define.group("group");
        define.dimension("labels", List.of("a", "b"));
        try (Hdf5File file = define.end()) {
            write(file, "table", values, 2, 3);
        }
        return path;
    }

    private static void write(Hdf5File file, String name, double[] values, long... shape) {
        file.createDataSet(name, hdf.hdf5lib.HDF5Constants.H5T_IEEE_F64LE, 8, shape);
        file.write(name, values);
    }
}
