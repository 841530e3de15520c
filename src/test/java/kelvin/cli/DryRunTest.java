package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What --dry-run foresees. */
class DryRunTest {
    @TempDir
    Path folder;

    @Test
    void sizesAreCountedAndTheTimeFollowsFromTheRate() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "a,y\n1,2\n2,3\n3,5\n4,4\n");
        Path out = folder.resolve("run");
        Runs.Ended ended = Runs.kelvin("sample", "--train", folder.resolve("train.csv").toString(), "--hidden", "3",
                "--rungs", "4", "--ladders", "2", "--warmup", "1000000", "--iterations", "99000000", "--dry-run", "--out",
                out.toString());
        assertEquals(0, ended.exitCode(), ended.toString());
        // 1 x 3 + 3 weights and biases, 3 x 1 + 1, and the scale of the noise
        assertTrue(ended.out().contains("network: [1, 3, 1] relu, gaussian-learned likelihood, 11 parameters; 4 training rows"),
                ended.toString());
        assertTrue(ended.out().contains("slots: ladders x rungs 2 x 4, ranks 1\n"), ended.toString());
        assertTrue(ended.out().contains("rank 0 on "), ended.toString());
        Matcher time = Pattern.compile("time: about (\\d+):(\\d\\d):(\\d\\d), at (\\S+) iterations a second")
                .matcher(ended.out());
        assertTrue(time.find(), ended.toString());
        double seconds = 3600.0 * Integer.parseInt(time.group(1)) + 60.0 * Integer.parseInt(time.group(2))
                + Integer.parseInt(time.group(3));
        double rate = Double.parseDouble(time.group(4));
        assertEquals(1, seconds * rate / 100e6, 0.01, "the rate has three digits");
        assertFalse(Files.exists(out), "nothing is written");
    }

    @Test
    void theDiskThatIsForeseenIsWhatTheRunTakes() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "a,y\n1,2\n2,3\n3,5\n4,4\n");
        Path out = folder.resolve("run");
        List<String> words = List.of("sample", "--train", folder.resolve("train.csv").toString(), "--hidden", "3", "--rungs",
                "4", "--ladders", "2", "--leapfrog", "1", "--warmup", "100", "--iterations", "20000", "--thin", "2", "--quiet",
                "--out", out.toString());
        Runs.Ended dry = Runs.kelvin(Stream.concat(words.stream(), Stream.of("--dry-run")).toArray(String[]::new));
        Matcher disk = Pattern.compile("disk: about (\\S+) MiB").matcher(dry.out());
        assertTrue(disk.find(), dry.toString());
        assertEquals(0, Runs.kelvin(words.toArray(String[]::new)).exitCode());
        double mebibytes = Files.size(out.resolve("run.h5")) / (double) (1 << 20);
        // predictions are packed as far as they can be
        assertEquals(0.9, mebibytes / Double.parseDouble(disk.group(1)), 0.1, dry + "\nand " + mebibytes + " MiB");
    }
}
