package kelvin.bank.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import kelvin.support.Processes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Launches of a short run, repeated outside of the virtual machine by a build with sanitizers (emulation/replay.cpp). */
class ReplayTest {
    /** The record: the first launches of every kernel with all memory that they can reach. */
    private static String record;
    private static String natural;

    @TempDir
    static Path folder;

    @BeforeAll
    static void recordARun() {
        StandIn.assume();
        record = folder.resolve("launches").toString();
        for (String explorer : List.of("hmc", "mams")) {
            Processes.Ended ended = Processes.run(Map.of("KELVIN_STANDIN_RECORD", record), List.of("env",
                    "LD_LIBRARY_PATH=" + StandIn.LIBRARIES + ":" + System.getenv().getOrDefault("LD_LIBRARY_PATH", ""),
                    "bin/kelvin", "sample", "--device", "cuda", "--train", "src/data/airfoil_test.csv", "--test",
                    "src/data/airfoil_train.csv", "--explorer", explorer, "--hidden", "9,5", "--ladder", "geometric",
                    "--rungs", "3", "--leapfrog", "2", "--warmup", "2", "--iterations", "3", "--quiet", "--out",
                    folder.resolve(explorer).toString()));
            assertEquals(0, ended.exitCode(), ended.toString());
        }
        Processes.Ended ended = replay();
        assertEquals(0, ended.exitCode(), ended.toString());
        natural = ended.out();
        assertTrue(natural.contains("advance_narrow") && natural.contains("evaluate_narrow"), natural);
        assertTrue(natural.lines().noneMatch(line -> line.contains("deadlock")), natural);
    }

    private static Processes.Ended replay(String... options) {
        List<String> command = new ArrayList<>(List.of(StandIn.REPLAY.toString(), record));
        command.addAll(List.of(options));
        return Processes.run(Map.of(), command);
    }

    @Test
    void theOrderOfThreadsChangesNothing() {
        for (int order = 1; order <= 3; order++) {
            assertEquals(natural, replay("--order", Integer.toString(order)).out());
        }
    }

    @Test
    void aMissingBarrierIsSeen() {
        List<String> barriers = replay("--barriers").out().lines().filter(line -> line.startsWith("barrier "))
                .map(line -> line.substring("barrier ".length())).distinct().toList();
        assertTrue(barriers.size() >= 6, barriers.toString());
        List<String> unseen = new ArrayList<>();
        for (String barrier : barriers) {
            boolean seen = false;
            for (int order = 0; order <= 4 && !seen; order++) {
                seen = !natural.equals(replay("--without", barrier, "--order", Integer.toString(order)).out());
            }
            if (!seen) {
                unseen.add(barrier);
            }
        }
        assertEquals(List.of(), unseen, "barriers that can be left out without a difference, of " + barriers);
    }

    @Test
    void anAccessBehindAnArraysEndIsSeen() {
        // every array one byte shorter than the kernels think
        Processes.Ended ended = replay("--short");
        assertNotEquals(0, ended.exitCode());
        assertTrue(ended.err().contains("ERROR: AddressSanitizer"), ended.toString());
    }

    @Test
    void theMachineCodeStaysWithinItsLimits() {
        String script = "kernels/instructions.py";
        Processes.Ended ended = Processes.run(Map.of(), List.of(Processes.PYTHON, script));
        assertEquals(0, ended.exitCode(), ended.toString());
        ended = Processes.run(Map.of(), List.of(Processes.PYTHON, script, "kernels/build/gpu", "0.99"));
        assertEquals(1, ended.exitCode(), "no kernel reaches 99% of the peak: " + ended);
    }
}
