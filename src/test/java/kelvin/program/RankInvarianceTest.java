package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.support.Processes;

/** The promise: run files are equal to the bit, whatever the number of ranks and threads, under a real mpirun. */
class RankInvarianceTest {
    @TempDir
    Path folder;

    @Test
    void everyNumberOfRanksAndThreadsWritesTheSameDraws() {
        List<String> runs = new ArrayList<>();
        for (int ranks = 1; ranks <= 3; ranks++) {
            for (int threads = 1; threads <= 2; threads++) {
                runs.add(sample(ranks, threads, "--seed", "3"));
            }
        }
        Processes.Ended ended = Processes.compareRuns(runs);
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    @Test
    void anotherSeedIsNoticed() {
        Processes.Ended ended = Processes.compareRuns(List.of(sample(1, 1, "--seed", "3"), sample(1, 1, "--seed", "4")));
        assertEquals(1, ended.exitCode(), ended.toString());
        assertTrue(ended.out().contains("posterior/W1 differs"), ended.toString());
    }

    /** Decided on rank 0 by all ranks' draws, so that all of them stop at the same iteration. */
    @Test
    void enoughIsEnoughAtTheSameIterationForEveryNumberOfRanks() {
        List<String> runs = new ArrayList<>();
        for (int ranks = 1; ranks <= 3; ranks++) {
            runs.add(sample(ranks, 1, "--hidden", "2", "--ladders", "2", "--iterations", "100000", "--until",
                    "ess=20,round-trips=2"));
        }
        Processes.Ended ended = Processes.compareRuns(runs);
        assertEquals(0, ended.exitCode(), ended.toString());
        Processes.Ended draws = Processes.run(Map.of(), List.of(Processes.PYTHON, "-c", "import h5py, sys; "
                + "print(h5py.File(sys.argv[1])['tempering/log_likelihood'].shape[1])", runs.get(0)));
        int iterations = Integer.parseInt(draws.out().strip());
        assertTrue(iterations >= 100 && iterations < 100_000, iterations + " iterations");
    }

    private String sample(int ranks, int threads, String... more) {
        Path out = folder.resolve(ranks + "-" + threads + "-" + String.join("", more).replace(",", "-"));
        List<String> command = Processes.with(List.of("bin/kelvin", "sample",
                "--train", "src/data/airfoil_train.csv", "--test", "src/data/airfoil_test.csv",
                "--hidden", "16,16", "--noise", "learned", "--path", "posterior", "--ladder", "geometric",
                "--max-temperature", "2", "--rungs", "5", "--leapfrog", "8", "--warmup", "30", "--iterations", "60",
                "--thin", "4", "--debug", "--quiet", "--threads", Integer.toString(threads), "--out", out.toString()), more);
        Processes.Ended ended = ranks == 1 ? Processes.run(Map.of(), command) : Processes.mpirun(ranks, command);
        assertEquals(0, ended.exitCode(), ended.toString());
        assertNotEquals("", ended.out());
        return out.resolve("run.h5").toString();
    }
}
