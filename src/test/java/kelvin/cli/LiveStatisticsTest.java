package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.sampler.RungStatistics;
import kelvin.sampler.SampleListener.Progress;

/** What --live writes, with a clock of the test's own and in real runs. */
class LiveStatisticsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("live.csv");
    }

    @Test
    void rowsAreASecondApartAndThereAtOnce() throws IOException {
        AtomicLong millis = new AtomicLong();
        try (LiveStatistics live = new LiveStatistics(file, false, ProgressDisplay.NOTHING, () -> 1_000_000L * millis.get())) {
            assertEquals(LiveStatistics.HEADER, Files.readString(file));
            for (int tenth = 1; tenth <= 25; tenth++) {
                millis.set(100L * tenth);
                live.progress(new Progress(100L * tenth, 2500, tenth > 20, new RungStatistics(1, 1), -1.25, tenth));
            }
            // no iterations were counted and there is one rung, so three columns have no number
            assertEquals(List.of("1.100,warm-up,1100,1000.00,-1.25000,,,0.00000,11",
                    "2.100,sampling,2100,1000.00,-1.25000,,,0.00000,21",
                    "2.500,sampling,2500,1000.00,-1.25000,,,0.00000,25"), Files.readAllLines(file).subList(1, 4));
        }
    }

    @Test
    void aRunThatGoesOnAppends() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "a,y\n1,2\n2,3\n3,5\n4,4\n");
        String[] words = {"sample", "--train", folder.resolve("train.csv").toString(), "--hidden", "2", "--rungs", "3",
            "--warmup", "200", "--iterations", "300", "--leapfrog", "2", "--quiet", "--live", file.toString(), "--out",
            folder.resolve("run").toString()};
        Runs.Ended first = Runs.kelvin(words);
        assertEquals(0, first.exitCode(), first.toString());
        List<String> rows = Files.readAllLines(file);
        String[] last = rows.get(rows.size() - 1).split(",");
        assertEquals("sampling", last[1]);
        assertEquals("500", last[2]);
        assertTrue(Double.parseDouble(last[4]) < 0, "a log-likelihood: " + rows);
        assertTrue(Double.parseDouble(last[5]) > 0 && Double.parseDouble(last[5]) <= 1, "an acceptance: " + rows);
        // the barrier is at least the rejection of the pair that swaps least
        assertTrue(Double.parseDouble(last[7]) >= 1 - Double.parseDouble(last[6]) - 1e-6, rows.toString());

        Runs.Ended second = Runs.kelvin("sample", "--out", folder.resolve("run").toString(), "--resume", "--iterations",
                "700", "--quiet", "--live", file.toString());
        assertEquals(0, second.exitCode(), second.toString());
        List<String> more = Files.readAllLines(file);
        assertEquals(rows, more.subList(0, rows.size()));
        assertTrue(more.get(more.size() - 1).contains(",sampling,900,"), more.toString());
        assertEquals(1, more.stream().filter(row -> row.startsWith("seconds")).count());

        Files.delete(folder.resolve("run/run.h5"));
        words[words.length - 1] = folder.resolve("another").toString();
        assertEquals(0, Runs.kelvin(words).exitCode());
        assertFalse(Files.readAllLines(file).size() > rows.size() + 1, "another run begins anew");
    }

    @Test
    void aPlaceWithoutAFolderIsAnErrorOfOneLine() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "a,y\n1,2\n2,3\n3,5\n4,4\n");
        Path nowhere = folder.resolve("none/live.csv");
        Runs.Ended ended = Runs.kelvin("sample", "--train", folder.resolve("train.csv").toString(), "--quiet", "--live",
                nowhere.toString(), "--out", folder.resolve("run").toString());
        assertEquals(66, ended.exitCode(), ended.toString());
        assertEquals("kelvin: " + nowhere + ": no such file\n", ended.err());
    }
}
