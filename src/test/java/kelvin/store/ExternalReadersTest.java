package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import kelvin.support.Processes;

/** A run file opens with other people's programs as it is, with names, dimensions, coordinates and values. */
class ExternalReadersTest {
    private static final Path SCRIPT = Path.of("src/test/python/read_run.py").toAbsolutePath();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"h5py", "netCDF4", "xarray", "arviz"})
    void pythonReadsEveryValue(String library) throws Exception {
        String python = pythonWith(library);
        Path run = writeRun(SmallRun.results());
        Processes.Ended read = run(python, SCRIPT.toString(), library, run.toString());
        assertEquals(0, read.exitCode(), read.toString());
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
        Processes.Ended read = run(python, SCRIPT.toString(), library, run.toString());
        assertEquals(1, read.exitCode(), read.toString());
        assertTrue(read.out().startsWith("posterior/W2: "), read.toString());
    }

    @Test
    void ncdumpShowsDimensionsCoordinatesAndValues() throws Exception {
        Path run = writeRun(SmallRun.results());
        Processes.Ended dump = run(tool("ncdump"), run.toString());
        assertEquals(0, dump.exitCode(), dump.toString());
        for (String line : List.of(":program = \"kelvin\" ;", ":sizes = 2LL, 3LL, 1LL ;", "group: posterior {",
                "chain = 2 ;", "draw = 7 ;", "float W1(chain, draw, W1_in, W1_out) ;", "string W1_in(W1_in) ;",
                "int64 draw(draw) ;", "W1_in = \"größe\", \"b c\" ;", "byte diverging(chain, draw) ;",
                "double log_likelihood(chain, iteration, rung) ;", "temperature = 1, 4, Infinity ;",
                "round_trips = 3, 9 ;", "log_evidence = -123.5 ;",
                "float y(chain, draw, row, target) ;")) {
            assertTrue(dump.out().contains(line), line + " is not in\n" + dump.out());
        }
    }

    @Test
    void h5dumpShowsTheReferencesToDimensions() throws Exception {
        Path run = writeRun(SmallRun.results());
        Processes.Ended dump = run(tool("h5dump"), "-a", "/posterior/b1/DIMENSION_LIST", run.toString());
        assertEquals(0, dump.exitCode(), dump.toString());
        for (String name : List.of("chain", "draw", "W1_out")) {
            assertTrue(dump.out().matches("(?s).*\\(DATASET \\d+ \"?/posterior/" + name + "\"? *\\).*"), dump.out());
        }
    }

    @Test
    void h5diffFindsTheTimingGroupAloneDifferentInEqualRuns() throws Exception {
        String h5diff = tool("h5diff");
        SmallRun.write(directory.resolve("a"), SmallRun.results());
        SmallRun.write(directory.resolve("b"), SmallRun.results(Map.of("started", "later")));
        String a = directory.resolve("a/run.h5").toString();
        String b = directory.resolve("b/run.h5").toString();
        assertEquals(1, run(h5diff, a, b).exitCode());
        Processes.Ended rest = run(h5diff, "--exclude-path", "/timing", a, b);
        assertEquals(0, rest.exitCode(), rest.toString());
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

    /** The tests' Python if it has the library, or the test ends here. */
    private static String pythonWith(String library) {
        String python = Processes.PYTHON;
        return run(python, "-c", "import numpy, " + library).exitCode() == 0 ? python
                : abort(python + " has no " + library);
    }

    private static String tool(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(name))) ? name
                : abort(name + " is not installed");
    }

    private static Processes.Ended run(String... command) {
        return Processes.run(Map.of("PYTHONUTF8", "1"), List.of(command));
    }
}
