package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of replicas that cannot travel. */
class TravelTest {
    @TempDir
    Path folder;

    @Test
    void whereNoSwapIsEverAcceptedTheRateIsZero() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "a,y\n1,2\n2,3\n3,5\n4,4\n");
        // between the sharpest of posteriors and the prior
        Runs.Ended ended = Runs.kelvin("sample", "--train", folder.resolve("train.csv").toString(), "--hidden", "3",
                "--noise", "1e-3", "--rungs", "2", "--ladder", "geometric", "--leapfrog", "1", "--warmup", "100",
                "--iterations", "100", "--plain-progress", "--out", folder.resolve("run").toString());
        assertEquals(0, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("round trips: 0, where these swaps would allow less than one (0.0 of "),
                ended.toString());
    }
}
