package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import com.sun.management.ThreadMXBean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import kelvin.model.Missing;
import kelvin.model.TargetKind;
import kelvin.store.CsvTable;
import kelvin.store.Hdf5Table;
import kelvin.store.ReferenceFile;
import kelvin.support.Mutations;
import kelvin.team.SoloTeam;

/**
 * Whatever is in a file or on the command line, it is answered by a result or by one line and an exit code that blames the
 * input, within bounds of memory and time, and nothing outside the run's directory is touched. Files of a committed
 * corpus are changed at random; -Djqwik.tries.default says how often, and make test-long takes a million in all.
 */
class HostileInputTest {
    /** What an input may cost beside a multiple of its length: tables, parsers, the layout of a run file. */
    private static final long BYTES = 64L << 20;
    private static final long BYTES_A_BYTE = 4096;
    private static final long NANOS = 30_000_000_000L;
    private static final String SEED = "7";
    private static final List<Integer> CODES = List.of(0, 64, 65, 66, 74);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String TRAIN = Mutations.corpus("csv/small.csv").toString();

    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("kelvin-hostile");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void csv(@ForAll("csvFiles") byte[] bytes, @ForAll Missing missing, @ForAll TargetKind kind) throws IOException {
        Path file = write("train.csv", bytes);
        answered(bytes.length, () -> CsvTable.read(file, List.of(), kind, missing));
    }

    @Provide
    Arbitrary<byte[]> csvFiles() {
        return Mutations.of("csv");
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void toml(@ForAll("tomlFiles") byte[] bytes) throws IOException {
        Path file = write("run.toml", bytes);
        answered(bytes.length, () -> options(List.of("--config", file.toString(), "--train", TRAIN)));
    }

    @Provide
    Arbitrary<byte[]> tomlFiles() {
        return Mutations.of("toml");
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void commandLines(@ForAll("words") List<String> words) {
        if (words.get(0).equals("sample")) {
            answered(1000, () -> options(words.subList(1, words.size())));
        } else {
            answered(1000, words.toArray(String[]::new));
        }
    }

    /** All that is done with words before a row is looked at. */
    private static SampleOptions options(List<String> words) throws IOException {
        return SampleOptions.of(new Arguments(new SampleCommand()).parse(words), 1, 1);
    }

    @Provide
    Arbitrary<List<String>> words() {
        List<byte[]> lines = new String(Mutations.files("words").get(0), StandardCharsets.UTF_8).lines()
                .map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
        return Mutations.of(lines).map(bytes -> {
            String line = new String(bytes, StandardCharsets.UTF_8).replace("\0", "").replace("FILE", TRAIN)
                    .replace("RUN", folder + "/no-run").replace("DIR", folder + "/none");
            List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
            // these work for minutes, or run other programs, and read nothing but their options
            words.removeIf(word -> word.equals("bench") || word.equals("doctor"));
            if (words.isEmpty() || words.subList(1, words.size()).contains("sample")) {
                words.add(0, "summary");
            }
            return words;
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void hdf5(@ForAll("hdf5Files") byte[] bytes) throws IOException {
        Path file = write("any.h5", bytes);
        for (String name : List.of("/rows", "/group/packed")) {
            answered(bytes.length, () -> Hdf5Table.read(file, name, TargetKind.NUMBERS, Missing.ERROR));
        }
        answered(bytes.length, () -> ReferenceFile.find(file + "#case"));
        answered(bytes.length, "summary", file.toString());
    }

    @Provide
    Arbitrary<byte[]> hdf5Files() {
        return Mutations.of("hdf5");
    }

    /** A whole checkpoint, but for one of its files; every other time under a seal that fits. */
    @Property(edgeCases = EdgeCasesMode.NONE, seed = SEED)
    void checkpoints(@ForAll("checkpointFiles") byte[] bytes, @ForAll boolean sealed) throws IOException {
        String kind = new String(bytes, 0, Math.min(8, bytes.length), StandardCharsets.ISO_8859_1);
        String name = KINDS.getOrDefault(kind, KINDS.get("KELVCKP2"));
        Path run = folder.resolve("stopped");
        copyCheckpoint(run);
        if (sealed && bytes.length >= 12) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, bytes.length - 4);
            ByteBuffer.wrap(bytes).putInt(bytes.length - 4, name.endsWith(".seg")
                    ? Integer.reverseBytes((int) crc.getValue()) : (int) crc.getValue());
        }
        Files.write(run.resolve(name), bytes);
        answered(bytes.length, () -> Resumption.find(run, new SoloTeam()));
    }

    private static final Map<String, String> KINDS = Map.of("KELVCKP2", "checkpoint/000000000100-23097e1d.manifest",
            "KELVSHD1", "checkpoint/000000000100-23097e1d-0000.shard", "KELVSEG1", "segments/000000-23097e1d.seg");

    @Provide
    Arbitrary<byte[]> checkpointFiles() {
        List<byte[]> files = new ArrayList<>(Mutations.files("checkpoint/checkpoint"));
        files.addAll(Mutations.files("checkpoint/segments"));
        return Mutations.of(files);
    }

    @Property(tries = 1)
    void theCorpusItselfIsAcceptedAndAFaultOfTheProgramIsNoticed() throws IOException {
        assertEquals(4, CsvTable.read(Path.of(TRAIN), List.of(), TargetKind.NUMBERS, Missing.ERROR).data().rows());
        Path hdf5 = Mutations.corpus("hdf5");
        assertEquals(6, Hdf5Table.read(hdf5.resolve("table.h5"), "/rows", TargetKind.NUMBERS, Missing.ERROR).data().rows());
        assertEquals(64, Hdf5Table.read(hdf5.resolve("table.h5"), "/group/packed", TargetKind.NUMBERS, Missing.ERROR).data()
                .rows());
        assertEquals(5, ReferenceFile.find(hdf5 + "/cases.h5#case").data().rows());
        assertEquals(0, Runs.kelvin("summary", hdf5 + "/run.h5").exitCode());
        Path run = folder.resolve("stopped");
        copyCheckpoint(run);
        assertEquals(100, Resumption.find(run, new SoloTeam()).checkpoint().orElseThrow().iteration());
        assertThrows(AssertionError.class, () -> answered(0, () -> {
            throw new IndexOutOfBoundsException("of the program's making");
        }));
        assertThrows(AssertionError.class, () -> answered(0, () -> new long[1 << 24]));
    }

    /** Does a part of the program's work in its place; what it throws must blame the input. */
    private static void answered(int bytes, Callable<?> work) {
        bounded(bytes, () -> {
            try {
                work.call();
            } catch (Exception | OutOfMemoryError | StackOverflowError e) {
                Failure failure = Failure.of(e instanceof Agreement.FailedException agreed ? agreed.getCause() : e);
                assertTrue(CODES.contains(failure.code().number()), () -> failure + "\n" + List.of(e.getStackTrace()));
            }
        });
    }

    /** Runs the program; whatever it says, it says as it should. */
    private static void answered(int bytes, String... words) {
        bounded(bytes, () -> {
            Runs.Ended ended = Runs.kelvin(words);
            String what = String.join(" ", words) + "\n" + ended;
            assertTrue(CODES.contains(ended.exitCode()), what);
            if (ended.exitCode() != 0) {
                List<String> lines = ended.err().lines().filter(line -> !line.startsWith("kelvin: warning: ")).toList();
                assertEquals(1, lines.size(), what);
                assertTrue(lines.get(0).startsWith("kelvin: "), what);
            }
        });
    }

    private static void bounded(int bytes, Runnable work) {
        Map<Path, Long> before = touched();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - start;
        long taken = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        assertTrue(taken <= BYTES + BYTES_A_BYTE * bytes, taken + " bytes");
        assertTrue(nanos <= NANOS, nanos + " ns");
        assertEquals(before, touched());
    }

    /** What is in the folder, with lengths: nothing that only reads changes any of it. */
    private static Map<Path, Long> touched() {
        Map<Path, Long> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                found.put(file, Files.size(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static void copyCheckpoint(Path run) throws IOException {
        Path from = Mutations.corpus("checkpoint");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = run.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.write(to, Files.readAllBytes(file));
                }
            }
        }
    }

    private static Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
