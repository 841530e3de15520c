package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.support.Job;
import kelvin.support.Processes;

/** A rank that hangs ends the job, with the stack of every rank that still can tell; a job that is suspended goes on. */
class StallTest {
    private static final String MOVED_NO_MORE = "has not moved for 1s (--stall-limit), all ranks end; --resume goes on from "
            + "the last checkpoint. Its threads:";

    @TempDir
    Path folder;

    @Test
    void ranksThatWaitForEachOtherTellWhereAndEnd() {
        // rank 0 waits for an exchange that rank 1 never begins, and rank 1 for rank 0
        List<String> program = new ArrayList<>(sample("--swap-every", "1"));
        program.addAll(List.of(":", "-np", "1"));
        program.addAll(sample("--swap-every", "1000000"));
        Processes.Ended ended = Processes.mpirun(1, program);
        assertEquals(69, ended.exitCode(), ended.toString());
        for (int rank = 0; rank < 2; rank++) {
            assertTrue(ended.err().matches("(?s).*kelvin: rank " + rank + " on [^ ]+: " + Pattern.quote(
                    MOVED_NO_MORE) + ".*"), ended.toString());
        }
        assertTrue(ended.err().matches("(?s).*\\n    at [^\\n]*kelvin\\.sampler\\.BoundarySwaps\\.swap\\(.*"), ended.toString());
        assertTrue(ended.err().matches("(?s).*\\n    at [^\\n]*kelvin\\.sampler\\.(Votes|Reports)\\..*"), ended.toString());
    }

    @Test
    void aRankThatIsStoppedEndsWithTheOthers() throws IOException, InterruptedException {
        try (Job job = Job.start(2, sample())) {
            job.awaitFile(folder.resolve("run/run.h5"));
            List<ProcessHandle> ranks = job.ranks();
            Job.signal("STOP", List.of(ranks.get(1)));
            Processes.Ended ended = job.await(60);
            assertEquals(69, ended.exitCode(), ended.toString());
            assertTrue(ended.err().contains("kelvin: rank 0 on ") && ended.err().contains(MOVED_NO_MORE), ended.toString());
            assertTrue(ranks.stream().noneMatch(ProcessHandle::isAlive));
        }
        List<String> again = new ArrayList<>(sample("--time-limit", "1s"));
        again.add("--resume");
        Processes.Ended resumed = Processes.run(Map.of(), again);
        assertEquals(75, resumed.exitCode(), resumed.toString());
        assertTrue(resumed.err().contains("kelvin: stopped after "), resumed.toString());
    }

    @Test
    void aJobThatIsSuspendedLongerThanTheLimitGoesOn() throws IOException, InterruptedException {
        try (Job job = Job.start(1, sample("--iterations", "3000"))) {
            job.awaitFile(folder.resolve("run/run.h5"));
            Job.signal("STOP", job.ranks());
            Thread.sleep(2500);
            Job.signal("CONT", job.ranks());
            Processes.Ended ended = job.await(60);
            assertEquals(0, ended.exitCode(), ended.toString());
        }
    }

    private List<String> sample(String... more) {
        return Processes.with(List.of("bin/kelvin", "sample", "--train", "src/data/airfoil_train.csv",
                "--hidden", "4", "--rungs", "4", "--ladder", "geometric", "--leapfrog", "2", "--step-size", "0.001",
                "--warmup", "100", "--iterations", "100000000", "--quiet", "--threads", "1", "--stall-limit", "1s",
                "--checkpoint-every", "100ms", "--out", folder.resolve("run").toString()), more);
    }
}
