package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import kelvin.model.ReferenceDensity;
import kelvin.store.RunHeader;
import kelvin.store.RunReader;
import kelvin.support.Processes;

/** The scripts in docs/examples read a run in other languages, and get out of it what the program itself has in it. */
class ExamplesTest {
    private static final String LAST_LINE = "network, last draw, first row: ";

    @TempDir
    static Path folder;

    private static Path run;

    @BeforeAll
    static void sample() {
        Path out = folder.resolve("out");
        Processes.Ended ended = Processes.run(Map.of(), List.of("bin/kelvin", "sample", "--train",
                "src/data/airfoil_train.csv", "--test", "src/data/airfoil_test.csv", "--hidden", "6,5",
                "--activation", "tanh", "--likelihood", "heteroscedastic", "--ladder", "geometric", "--rungs", "3",
                "--ladders", "2", "--leapfrog", "4", "--warmup", "40", "--iterations", "30", "--quiet", "--out",
                out.toString()));
        assertEquals(0, ended.exitCode(), ended.toString());
        run = out.resolve("run.h5");
    }

    @Test
    void h5pyReadsWeightsAsTheyAre() throws Exception {
        assertNetwork(read(Processes.PYTHON, "read_h5py.py"));
    }

    @Test
    void xarrayAgreesWithH5py() throws Exception {
        List<String> h5py = read(Processes.PYTHON, "read_h5py.py");
        assertEquals(h5py.subList(0, h5py.size() - 1), read(Processes.PYTHON, "read_xarray.py"));
    }

    @Test
    void arvizAgreesWithH5pyAndSummarises() throws Exception {
        assumeTrue(Processes.run(Map.of(), List.of(Processes.PYTHON, "-c", "import arviz")).exitCode() == 0,
                Processes.PYTHON + " has no arviz");
        List<String> h5py = read(Processes.PYTHON, "read_h5py.py");
        List<String> arviz = read(Processes.PYTHON, "read_arviz.py");
        assertEquals(h5py.subList(0, h5py.size() - 1), arviz.subList(0, h5py.size() - 1));
        assertTrue(arviz.get(h5py.size() - 1).contains("ess_bulk"), arviz.toString());
        assertEquals(h5py.size() + 3, arviz.size(), arviz.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Rscript read_run.R", "octave-cli read_run.m"})
    @Tag("long")
    void otherLanguagesAgreeWithPython(String command) throws Exception {
        String[] words = command.split(" ");
        assertEquals(read(Processes.PYTHON, "read_h5py.py"), read(words[0], words[1]));
    }

    /** The last line's outputs are those of the double reference at the last draw of the first chain. */
    private static void assertNetwork(List<String> lines) throws Exception {
        try (RunReader reader = RunReader.open(run)) {
            RunHeader header = reader.header();
            float[] draw = new float[header.model().parameters()];
            reader.draws(0, reader.draws() - 1, 1, draw);
            double[] theta = new double[draw.length];
            for (int i = 0; i < draw.length; i++) {
                theta[i] = draw[i];
            }
            double[] outputs = new double[2 * header.observed().rows()];
            new ReferenceDensity(header.model(), header.observed()).outputs(theta, outputs);
            String expected = String.format(Locale.ROOT, "%s%.4f %.4f", LAST_LINE, outputs[0], outputs[1]);
            assertEquals(expected, lines.get(lines.size() - 1));
        }
    }

    private static List<String> read(String program, String script) throws Exception {
        assertTrue(Files.isRegularFile(Path.of("docs/examples", script)));
        Processes.Ended ended = Processes.run(Map.of(), List.of(program, "docs/examples/" + script, run.toString()));
        assertEquals(0, ended.exitCode(), ended.toString());
        List<String> lines = new ArrayList<>(ended.out().strip().lines().toList());
        lines.removeIf(line -> line.isBlank());
        return lines;
    }
}
