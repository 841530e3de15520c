package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.support.Processes;

/** Ranks that were told different things, as a broken machine would: the job ends, and says why. */
class FailingRankTest {
    @TempDir
    Path folder;

    @Test
    void anExceptionOnOneRankEndsAll() {
        // Weights of 1e30 overflow: rank 1 has no finite state to start from, while rank 0 samples and waits for it.
        Processes.Ended ended = together(List.of(), List.of("--prior-scale", "1e30", "--init",
                "prior"));
        assertEquals(70, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("kelvin: rank 1 on "), ended.toString());
        assertTrue(ended.err().contains("must be finite"), ended.toString());
        assertEquals("", ended.out());
    }

    @Test
    void ranksThatDecideASwapDifferentlyEnd() {
        Processes.Ended ended = together(List.of("--debug", "--seed", "1"), List.of("--debug", "--seed", "2"));
        assertEquals(70, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("ranks 0 and 1 decided a swap differently")
                || ended.err().contains("ranks 1 and 0 decided a swap differently"), ended.toString());
    }

    private Processes.Ended together(List<String> ofRankZero, List<String> ofRankOne) {
        List<String> program = new ArrayList<>(sample(ofRankZero));
        program.addAll(List.of(":", "-np", "1"));
        program.addAll(sample(ofRankOne));
        return Processes.mpirun(1, program);
    }

    private List<String> sample(List<String> more) {
        List<String> command = new ArrayList<>(List.of("bin/kelvin", "sample", "--train", "src/data/airfoil_train.csv",
                "--hidden", "8,8,8,8", "--path", "posterior", "--max-temperature", "1.2", "--rungs", "4", "--leapfrog", "4",
                "--warmup", "50", "--iterations", "100000", "--quiet", "--out", folder.resolve("run").toString()));
        command.addAll(more);
        return command;
    }
}
