package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Simulation-based calibration of the whole program, its adaptation included: parameters from the prior, targets from
 * the model, a run of the program on those; the rank of each true quantity among the run's draws must be uniform. All
 * checks of the right program together fail with a probability of 0.001; every wrong one must fail at the same level.
 * Writes its table to target/sbc.md.
 */
@Tag("long")
class SimulationCalibrationTest {
    private static final double LEVEL = 0.001 / Setting.values().length / SimulatedProblem.QUANTITIES.size();
    private static final int TRUE_SEEDS = 1000;
    private static final List<String> TABLE = new ArrayList<>();

    /** What is simulated; draws are so far apart that they are nearly independent. */
    private enum Setting {
        SMALLEST(1, 1, 8, 600, "--rungs auto --warmup 800 --thin 8 --iterations 792"),
        SMALL(2, 3, 12, 400, "--rungs auto --warmup 800 --thin 8 --iterations 792"),
        /** Without other rungs, which would bring a cold rung that goes astray back. */
        LONE_WALK(1, 1, 2, 300, "--explorer random-walk --target-acceptance 0.5 --rungs 1 --warmup 1000 --thin 600 "
                + "--iterations 59400"),
        LONE_MALA(1, 1, 8, 300, "--explorer mala --rungs 1 --warmup 1000 --thin 150 --iterations 14850");

        private final int inputs;
        private final int hidden;
        private final int rows;
        private final int simulations;
        private final List<String> options;

        Setting(int inputs, int hidden, int rows, int simulations, String options) {
            this.inputs = inputs;
            this.hidden = hidden;
            this.rows = rows;
            this.simulations = simulations;
            this.options = List.of(options.split(" "));
        }

        SimulatedProblem problem(int simulation) {
            return new SimulatedProblem(inputs, hidden, rows, TRUE_SEEDS + simulation);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @TempDir
    Path folder;

    @BeforeAll
    static void begin() {
        for (Setting setting : Setting.values()) {
            TABLE.add(String.format(Locale.ROOT, "- %s: %d-%d-1, %d rows, `%s`", setting, setting.inputs, setting.hidden,
                    setting.rows, String.join(" ", setting.options)));
        }
        TABLE.addAll(List.of("", "| setting | sampler | simulations | quantity | ranks, in ten bins | p |",
                "|---|---|---|---|---|---|"));
    }

    @AfterAll
    static void write() throws IOException {
        Files.write(Path.of("target/sbc.md"), TABLE);
    }

    @ParameterizedTest
    @EnumSource
    void ranksAreUniform(Setting setting) {
        // one after another: a process runs one program
        double smallest = smallest(setting, "the program", ProgramUnderTest::whole,
                IntStream.range(0, setting.simulations));
        assertTrue(smallest > LEVEL, setting + ": " + smallest);
    }

    @ParameterizedTest
    @CsvSource({"LONE_WALK, STEPS_ADAPT", "LONE_MALA, SCALES_ADAPT", "SMALLEST, NOT_COLD"})
    void aWrongSamplerIsRejected(Setting setting, WrongDevice.Fault fault) {
        double smallest = smallest(setting, "wrong: " + fault, ProgramUnderTest.on(new WrongDevice(fault)),
                IntStream.range(0, setting.simulations).parallel());
        assertTrue(smallest < LEVEL, setting + ", " + fault + ": " + smallest);
    }

    @Test
    void whatIsWrongIsTheFaultAlone() throws IOException {
        List<String> options = options(Setting.SMALLEST, 7, folder);
        List<float[]> whole = ProgramUnderTest.whole(options, folder);
        List<float[]> other = ProgramUnderTest.on(new WrongDevice(WrongDevice.Fault.NONE)).sample(options, folder);
        assertEquals(whole.size(), other.size());
        for (int i = 0; i < whole.size(); i++) {
            assertArrayEquals(whole.get(i), other.get(i));
        }
    }

    private double smallest(Setting setting, String sampler, ProgramUnderTest program, IntStream simulations) {
        List<String> quantities = SimulatedProblem.QUANTITIES;
        RankHistogram[] ranks = new RankHistogram[quantities.size()];
        Arrays.setAll(ranks, q -> new RankHistogram());
        simulations.forEach(simulation -> {
            int[] below = below(setting, simulation, program);
            synchronized (ranks) {
                for (int q = 0; q < ranks.length; q++) {
                    ranks[q].add(below[q], below[ranks.length]);
                }
            }
        });
        double smallest = 1;
        for (int q = 0; q < ranks.length; q++) {
            TABLE.add(String.format(Locale.ROOT, "| %s | %s | %d | %s | %s | %.2g |", setting, sampler, setting.simulations,
                    quantities.get(q), ranks[q].text(), ranks[q].pValue()));
            smallest = Math.min(smallest, ranks[q].pValue());
        }
        return smallest;
    }

    /** How many draws lie below the truth, of every quantity; and, last, how many draws there are. */
    private int[] below(Setting setting, int simulation, ProgramUnderTest program) {
        try {
            Path own = Files.createTempDirectory(folder, "simulation");
            List<float[]> draws = program.sample(options(setting, simulation, own), own);
            SimulatedProblem problem = setting.problem(simulation);
            double[] truth = problem.truth();
            int[] below = new int[truth.length + 1];
            below[truth.length] = draws.size();
            for (float[] draw : draws) {
                double[] values = problem.quantities(IntStream.range(0, draw.length).mapToDouble(i -> draw[i]).toArray());
                for (int q = 0; q < truth.length; q++) {
                    below[q] += values[q] < truth[q] ? 1 : 0;
                }
            }
            return below;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the rows, and says how they are to be sampled. */
    private static List<String> options(Setting setting, int simulation, Path folder) throws IOException {
        SimulatedProblem problem = setting.problem(simulation);
        Path rows = folder.resolve("rows.csv");
        problem.write(rows);
        List<String> options = new ArrayList<>(problem.options());
        options.addAll(setting.options);
        options.addAll(List.of("--train", rows.toString(), "--seed", Integer.toString(simulation), "--device", "cpu",
                "--threads", "1", "--quiet"));
        return options;
    }
}
