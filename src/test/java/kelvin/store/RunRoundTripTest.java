package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.model.DataSet;
import kelvin.tempering.Ladder;

/** What goes into a run file comes out of it. */
class RunRoundTripTest {
    @TempDir
    Path directory;

    @Test
    void theHeaderComesBack() throws IOException {
        SmallRun.write(directory, SmallRun.results());
        RunHeader expected = SmallRun.header();
        try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
            RunHeader header = reader.header();
            assertEquals(List.of(expected.version(), expected.commit(), expected.device(), expected.options(),
                    expected.seed(), expected.model(), expected.schema(), expected.scaling(), expected.dataChecksum(), expected.ladders(),
                    expected.ladder(), expected.warmup(), expected.iterations(), expected.thin()),
                    List.of(header.version(), header.commit(), header.device(), header.options(), header.seed(),
                            header.model(), header.schema(), header.scaling(), header.dataChecksum(), header.ladders(), header.ladder(),
                            header.warmup(), header.iterations(), header.thin()));
            assertSameData(expected.train(), header.train());
            assertSameData(expected.test(), header.test());
        }
    }

    @Test
    void forDrawsTheHeaderHasFirstRowsAlone() throws IOException {
        SmallRun.write(directory, SmallRun.results());
        RunHeader expected = SmallRun.header();
        assertTrue(expected.train().rows() > 1 && expected.test().rows() > 1);
        try (RunReader reader = RunReader.openForDraws(directory.resolve("run.h5"))) {
            assertSameData(first(expected.train()), reader.header().train());
            assertSameData(first(expected.test()), reader.header().test());
        }
    }

    private static DataSet first(DataSet data) {
        return new DataSet(data.inputNames(), data.targetNames(), Arrays.copyOf(data.x(), data.inputs()),
                Arrays.copyOf(data.y(), data.targets()));
    }

    @Test
    void withoutTestRowsTheTrainingRowsAreObserved() throws IOException {
        RunHeader header = withoutTestRows();
        try (RunWriter writer = RunWriter.create(directory, header, false)) {
            SmallRun.blocks().forEach(writer::append);
            writer.finish(SmallRun.results());
        }
        try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
            assertNull(reader.header().test());
            assertSameData(header.train(), reader.header().train());
        }
    }

    @Test
    void theResultsComeBack() throws IOException {
        SmallRun.write(directory, SmallRun.results());
        try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
            assertSameResults(SmallRun.results(), reader.results());
        }
    }

    @Test
    void everyDrawAndTraceComesBack() throws IOException {
        SmallRun.write(directory, SmallRun.results());
        try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
            assertEquals(SmallRun.ITERATIONS, reader.iterations());
            assertEquals(SmallRun.DRAWS, reader.draws());
            for (int m = 0; m < SmallRun.CHAINS; m++) {
                assertDraws(reader, m, 0, SmallRun.DRAWS);
                assertDraws(reader, m, 2, 3);
                for (int j = 0; j < SmallRun.DRAWS; j++) {
                    int iteration = 2 * j + 1;
                    assertEquals(SmallRun.logLikelihood(m, iteration, 0), reader.drawLogLikelihood(m)[j]);
                    assertEquals(SmallRun.logPrior(m, iteration, 0), reader.drawLogPrior(m)[j]);
                }
                for (int k = 0; k < SmallRun.RUNGS; k++) {
                    assertTraces(reader, m, k);
                }
            }
        }
    }

    @Test
    void aRunOfOneRungHasNoPairs() throws IOException {
        Ladder cold = new Ladder(kelvin.tempering.Path.POSTERIOR, List.of(1.0));
        RunResults results = new RunResults(cold, new double[] {0.1, 0.2}, new double[] {0.6, 0.7},
                new long[2], new double[0], new long[0], new long[0], new long[2], new long[2], new long[] {1, 1}, Map.of(), Timing.NONE);
        try (RunWriter writer = RunWriter.create(directory, SmallRun.header(cold), false)) {
            writer.append(SmallRun.block(0, SmallRun.ITERATIONS, 1));
            writer.finish(results);
        }
        try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
            assertSameResults(results, reader.results());
            assertDraws(reader, 1, 0, SmallRun.DRAWS);
        }
    }

    @Test
    void aRunCanBePublishedBeforeItsFirstDraw() throws IOException {
        try (RunWriter writer = RunWriter.create(directory, SmallRun.header(), false)) {
            writer.publish(SmallRun.results());
            try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
                assertEquals(0, reader.iterations());
                assertEquals(0, reader.draws());
                assertEquals(0, reader.logLikelihood(0, 0).length);
            }
            writer.append(SmallRun.block(0, 1, SmallRun.RUNGS));
            writer.publish(SmallRun.results());
            try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
                assertEquals(1, reader.iterations());
                assertEquals(0, reader.draws());
            }
        }
    }

    @Test
    void arraysOfManyChunksComeBackWhateverTheBlocks() throws IOException {
        int iterations = 40_000;
        try (RunWriter writer = RunWriter.create(directory, SmallRun.header(), false)) {
            for (int first = 0; first < iterations;) {
                int n = Math.min(iterations - first, 1 + first % 777);
                writer.append(SmallRun.block(first, n, SmallRun.RUNGS));
                first += n;
                if (first > 10_000 && first < 12_000) {
                    writer.flush();
                }
            }
            writer.finish(SmallRun.results());
        }
        try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
            for (int m = 0; m < SmallRun.CHAINS; m++) {
                assertDraws(reader, m, 0, iterations / SmallRun.THIN);
                assertTraces(reader, m, 1);
            }
        }
    }

    @Test
    void arraysThatAreWrittenInPartsComeBackWhole() throws IOException {
        Path path = directory.resolve("long.h5");
        double[] values = IntStream.range(0, 3 * 700_001).mapToDouble(i -> i + 0.25).toArray();
        NetcdfDefinition define = new NetcdfDefinition(Hdf5File.create(path));
        define.group("g");
        define.dimension("g/row", values.length / 3);
        define.dimension("g/column", 3);
        define.variable("g", "v", NetcdfDefinition.Type.FLOAT64, "row", "column");
        try (Hdf5File file = define.end()) {
            file.write("g/v", values);
            assertArrayEquals(values, file.readDoubles("g/v"));
        }
    }

    @Test
    void equalRunsGiveEqualFiles() throws IOException {
        SmallRun.write(directory.resolve("a"), SmallRun.results());
        SmallRun.write(directory.resolve("b"), SmallRun.results());
        SmallRun.write(directory.resolve("c"), SmallRun.results(Map.of("started", "2027-01-02T03:04:05Z")));
        byte[] a = Files.readAllBytes(directory.resolve("a/run.h5"));
        assertArrayEquals(a, Files.readAllBytes(directory.resolve("b/run.h5")));
        assertFalse(Arrays.equals(a, Files.readAllBytes(directory.resolve("c/run.h5"))));
    }

    @Test
    void predictionsAreAddedOnce() throws IOException {
        SmallRun.write(directory, SmallRun.results());
        Path run = directory.resolve("run.h5");
        RunFile.addPredictive(run, (chain, firstDraw, count, values) -> Arrays.fill(values, chain + firstDraw));
        try (RunReader reader = RunReader.open(run)) {
            assertTrue(reader.hasPredictive());
            assertDraws(reader, 1, 0, SmallRun.DRAWS);
        }
        byte[] before = Files.readAllBytes(run);
        assertThrows(DataException.class, () -> RunFile.addPredictive(run, (chain, first, count, values) -> { }));
        assertArrayEquals(before, Files.readAllBytes(run));
    }

    @Test
    void aPredictionThatFailsLeavesTheRunAsItWas() throws IOException {
        SmallRun.write(directory, SmallRun.results());
        Path run = directory.resolve("run.h5");
        byte[] before = Files.readAllBytes(run);
        assertThrows(IllegalStateException.class, () -> RunFile.addPredictive(run, (chain, first, count, values) -> {
            throw new IllegalStateException("no device");
        }));
        assertArrayEquals(before, Files.readAllBytes(run));
        assertFalse(Files.exists(directory.resolve("run.h5.tmp")));
    }

    @Test
    void filesThatAreNotRunsAreRefused() throws IOException {
        Path run = directory.resolve("run.h5");
        assertThrows(NoSuchFileException.class, () -> RunReader.open(run));
        Files.writeString(run, "draws");
        assertEquals(run + ": not an HDF5 file", refusal(run));
        Files.writeString(run, "");
        assertEquals(run + ": not an HDF5 file", refusal(run));
        try (Hdf5File file = Hdf5File.create(run)) {
            file.attributes().set("/", "program", "another");
        }
        assertEquals(run + ": not a run file of kelvin", refusal(run));
        try (Hdf5File file = Hdf5File.create(run)) {
            file.attributes().set("/", "program", "kelvin");
            file.attributes().set("/", "format_version", "2");
        }
        assertEquals(run + ": run file of format 2, must be 1", refusal(run));
        try (Hdf5File file = Hdf5File.create(run)) {
            file.attributes().set("/", "program", "kelvin");
            file.attributes().set("/", "format_version", "1");
        }
        assertEquals(run + ": no data set constant_data/input", refusal(run));
    }

    @Test
    void aRunFileCutShortIsRefused() throws IOException {
        SmallRun.write(directory, SmallRun.results());
        Path run = directory.resolve("run.h5");
        byte[] whole = Files.readAllBytes(run);
        Files.write(run, Arrays.copyOf(whole, whole.length / 2));
        assertThrows(DataException.class, () -> RunReader.open(run));
    }

    private static String refusal(Path run) {
        return assertThrows(DataException.class, () -> RunReader.open(run)).getMessage();
    }

    private static RunHeader withoutTestRows() {
        RunHeader h = SmallRun.header();
        return new RunHeader(h.version(), h.commit(), h.device(), h.options(), h.seed(), h.model(), h.train(), null,
                h.schema(), h.scaling(), h.dataChecksum(), h.ladders(), h.ladder(), h.warmup(), h.iterations(), h.thin());
    }

    private static void assertDraws(RunReader reader, int chain, int first, int count) {
        float[] theta = new float[count * SmallRun.PARAMETERS];
        reader.draws(chain, first, count, theta);
        float[] expected = new float[theta.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = SmallRun.theta(chain, first + i / SmallRun.PARAMETERS, i % SmallRun.PARAMETERS);
        }
        assertArrayEquals(expected, theta);
    }

    private static void assertTraces(RunReader reader, int chain, int rung) {
        double[] logLikelihood = reader.logLikelihood(chain, rung);
        double[] logPrior = reader.logPrior(chain, rung);
        int[] replica = reader.replica(chain, rung);
        assertEquals(reader.iterations(), replica.length);
        for (int t = 0; t < replica.length; t++) {
            assertEquals(SmallRun.logLikelihood(chain, t, rung), logLikelihood[t]);
            assertEquals(SmallRun.logPrior(chain, t, rung), logPrior[t]);
            assertEquals(SmallRun.replica(chain, t, rung), replica[t]);
        }
    }

    private static void assertSameData(DataSet expected, DataSet actual) {
        assertEquals(expected.inputNames(), actual.inputNames());
        assertEquals(expected.targetNames(), actual.targetNames());
        assertArrayEquals(expected.x(), actual.x());
        assertArrayEquals(expected.y(), actual.y());
    }

    private static void assertSameResults(RunResults expected, RunResults actual) {
        assertArrayEquals(expected.stepSize(), actual.stepSize());
        assertArrayEquals(expected.acceptance(), actual.acceptance());
        assertArrayEquals(expected.notFinite(), actual.notFinite());
        assertArrayEquals(expected.swapRejection(), actual.swapRejection());
        assertArrayEquals(expected.swapAttempts(), actual.swapAttempts());
        assertArrayEquals(expected.swapsAccepted(), actual.swapsAccepted());
        assertArrayEquals(expected.roundTrips(), actual.roundTrips());
        assertArrayEquals(expected.restarts(), actual.restarts());
        assertArrayEquals(expected.leapfrogSteps(), actual.leapfrogSteps());
        assertEquals(expected.evidence(), actual.evidence());
        assertEquals(expected.timing(), actual.timing());
    }
}
