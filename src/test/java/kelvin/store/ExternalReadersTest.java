package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run file opens with other people's programs as it is, with names, dimensions, coordinates and values. */
class ExternalReadersTest {
    private static final Path SCRIPT = Path.of("src/test/python/read_run.py").toAbsolutePath();

    @TempDir
    Path directory;

    private record Outcome(int exit, String output) {
    }

    @ParameterizedTest
    @ValueSource(strings = {"h5py", "netCDF4", "xarray", "arviz"})
    void pythonReadsEveryValue(String library) throws Exception {
        String python = pythonWith(library);
        Path run = writeRun(SmallRun.results());
        Outcome read = run(python, SCRIPT.toString(), library, run.toString());
        assertEquals(0, read.exit, read.output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h5py", "netCDF4", "xarray", "arviz"})
    void pythonNoticesAWrongValue(String library) throws Exception {
        String python = pythonWith(library);
        Path run = writeRun(SmallRun.results());
        try (Hdf5File file = Hdf5File.edit(run)) {
            Slab one = Slab.all(file.shape("posterior/W2")).part(0, 1, 1).part(1, 6, 1).part(2, 2, 1);
            file.write("posterior/W2", one, new float[] {1}, Slab.all(1));
        }
        Outcome read = run(python, SCRIPT.toString(), library, run.toString());
        assertEquals(1, read.exit, read.output);
        assertTrue(read.output.startsWith("posterior/W2: "), read.output);
    }

    @Test
    void ncdumpShowsDimensionsCoordinatesAndValues() throws Exception {
        Path run = writeRun(SmallRun.results());
        Outcome dump = run(tool("ncdump"), run.toString());
        assertEquals(0, dump.exit, dump.output);
        for (String line : List.of(":program = \"kelvin\" ;", ":sizes = 2LL, 3LL, 1LL ;", "group: posterior {",
                "chain = 2 ;", "draw = 7 ;", "float W1(chain, draw, W1_in, W1_out) ;", "string W1_in(W1_in) ;",
                "int64 draw(draw) ;", "W1_in = \"größe\", \"b c\" ;", "byte diverging(chain, draw) ;",
                "double log_likelihood(chain, iteration, rung) ;", "temperature = 1, 4, Infinity ;",
                "round_trips = 3, 9 ;", "log_evidence = -123.5 ;",
                "float y(chain, draw, row, target) ;")) {
            assertTrue(dump.output.contains(line), line + " is not in\n" + dump.output);
        }
    }

    @Test
    void h5dumpShowsTheReferencesToDimensions() throws Exception {
        Path run = writeRun(SmallRun.results());
        Outcome dump = run(tool("h5dump"), "-a", "/posterior/b1/DIMENSION_LIST", run.toString());
        assertEquals(0, dump.exit, dump.output);
        for (String name : List.of("chain", "draw", "W1_out")) {
            assertTrue(dump.output.matches("(?s).*\\(DATASET \\d+ \"?/posterior/" + name + "\"? *\\).*"), dump.output);
        }
    }

    @Test
    void h5diffFindsTheTimingGroupAloneDifferentInEqualRuns() throws Exception {
        String h5diff = tool("h5diff");
        SmallRun.write(directory.resolve("a"), SmallRun.results());
        SmallRun.write(directory.resolve("b"), SmallRun.results(Map.of("started", "later")));
        String a = directory.resolve("a/run.h5").toString();
        String b = directory.resolve("b/run.h5").toString();
        assertEquals(1, run(h5diff, a, b).exit);
        Outcome rest = run(h5diff, "--exclude-path", "/timing", a, b);
        assertEquals(0, rest.exit, rest.output);
    }

    private Path writeRun(RunResults results) throws IOException {
        SmallRun.write(directory.resolve("run"), results);
        Path run = directory.resolve("run/run.h5");
        RunFile.addPredictive(run, (chain, firstDraw, count, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = chain * 100 + (firstDraw + i / 2) * 10 + i % 2;
            }
        });
        return run;
    }

    /** A Python that has the library, or the test ends here. */
    private static String pythonWith(String library) throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (found(python) && run(python, "-c", "import numpy, " + library).exit == 0) {
                return python;
            }
        }
        return abort("no python3 here has " + library);
    }

    private static String tool(String name) {
        return found(name) ? name : abort(name + " is not installed");
    }

    private static boolean found(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }

    private static Outcome run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONUTF8", "1");
        Path output = Files.createTempFile("output", ".txt");
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + ": no end after 120 s");
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
