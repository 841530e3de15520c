package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.model.DataSet;
import kelvin.store.RunReader;

/** Rows that are kept back are a part of all, the same for every seed, and what predictions are scored on. */
class HeldOutTest {
    private static final int ROWS = 50;
    private static final double[] NUMBERS = IntStream.range(0, ROWS).mapToDouble(i -> i).toArray();

    @TempDir
    Path folder;

    @Test
    void bothPartsTogetherAreAllRows() {
        DataSet all = new DataSet(List.of("x"), List.of("y"), NUMBERS, NUMBERS);
        HeldOut parts = HeldOut.of(all, 0.2);
        assertEquals(10, parts.validation().rows());
        assertArrayEquals(NUMBERS, DoubleStream.concat(Arrays.stream(parts.train().x()),
                Arrays.stream(parts.validation().x())).sorted().toArray());
        assertArrayEquals(parts.train().x(), parts.train().y(), "rows stay together");
        assertArrayEquals(parts.validation().x(), HeldOut.of(all, 0.2).validation().x());
        double last = Arrays.stream(parts.validation().x()).filter(x -> x >= ROWS - 10).count();
        assertTrue(last < 10, "drawn, and not the last");
    }

    @Test
    void theyAreTheSameForEverySeedAndAreScored() throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (double number : NUMBERS) {
            rows.append(number).append(',').append(number % 7).append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        double[][] scored = new double[2][];
        for (int seed = 0; seed < 2; seed++) {
            Path out = folder.resolve("run-" + seed);
            Runs.Ended ended = Runs.kelvin("sample", "--train", folder.resolve("rows.csv").toString(), "--validation", "0.2",
                    "--no-standardize", "--hidden", "2", "--rungs", "1", "--warmup", "20", "--iterations", "20", "--quiet",
                    "--seed", Integer.toString(seed), "--out", out.toString());
            assertEquals(0, ended.exitCode(), ended.toString());
            try (RunReader run = RunReader.open(out.resolve("run.h5"))) {
                scored[seed] = run.header().observed().x();
                assertEquals(ROWS - scored[seed].length, run.header().train().rows());
            }
        }
        assertEquals(10, scored[0].length);
        assertArrayEquals(scored[0], scored[1]);
    }
}
