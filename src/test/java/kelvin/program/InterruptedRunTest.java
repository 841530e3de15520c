package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import kelvin.support.Job;
import kelvin.support.Processes;

/** Runs that signals stop, and a second process that wants their directory. */
@Timeout(300)
class InterruptedRunTest {
    private static final String ITERATIONS = "20000";
    private static final long LIMIT_SECONDS = 120;
    /** In the table of ranks, which comes when all of them listen to signals, and ahead of the first iteration. */
    private static final String LISTENING = "rank 0 on ";

    @TempDir
    static Path shared;
    @TempDir
    Path folder;

    /** The run that nobody disturbed. */
    private static Path whole;

    @BeforeAll
    static void undisturbed() {
        whole = shared.resolve("whole");
        Processes.Ended ended = Processes.run(Map.of(), sample(whole, "--threads", "1"));
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    /** The signal goes to mpirun where there is one, as from a batch system. */
    @ParameterizedTest
    @CsvSource({"USR1,1", "TERM,1", "INT,1", "USR1,2"})
    void aSignalStopsWithACheckpointAndNoBitIsLost(String signal, int ranks) throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        try (Job job = Job.start(ranks, sample(run, "--threads", "1", "--plain-progress"))) {
            job.awaitErrors(LISTENING);
            Job.signal(signal, List.of(job.launcher()));
            Processes.Ended ended = job.await(LIMIT_SECONDS);
            assertEquals(75, ended.exitCode(), ended.toString());
            assertTrue(ended.err().matches("(?s).*kelvin: stopped after \\d+ iterations with a checkpoint in " + run
                    + "; the same with --resume goes on\\n.*"), ended.toString());
        }
        Processes.Ended resumed = Processes.run(Map.of(), sample(run, "--threads", "2", "--resume"));
        assertEquals(0, resumed.exitCode(), resumed.toString());
        assertSame(run);
    }

    @Test
    void aSecondSignalEndsAtOnce() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        // one iteration takes longer than the test, and a checkpoint would have to wait for its end
        List<String> command = List.of("bin/kelvin", "sample", "--train", "src/data/airfoil_train.csv", "--hidden", "8,8",
                "--rungs", "1", "--warmup", "0", "--step-size", "1e-6", "--leapfrog", "1000000", "--iterations", "10",
                "--threads", "1", "--plain-progress", "--out", run.toString());
        try (Job job = Job.start(1, command)) {
            job.awaitErrors(LISTENING);
            Job.signal("TERM", List.of(job.launcher()));
            Thread.sleep(500);
            assertTrue(job.running(), "one signal waits for the end of the iteration");
            Job.signal("TERM", List.of(job.launcher()));
            assertEquals(128 + 15, job.await(10).exitCode());
        }
    }

    /** The pilot cannot be gone on from; the run stops behind it. */
    @Test
    void aSignalInThePilotStopsTheRunBeforeItsFirstIteration() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        List<String> command = List.of("bin/kelvin", "sample", "--train", "src/data/airfoil_train.csv", "--hidden", "4",
                "--rungs", "auto", "--warmup", "1000", "--iterations", "100000000", "--threads", "1", "--plain-progress",
                "--out", run.toString());
        try (Job job = Job.start(1, command)) {
            job.awaitErrors("pilot: looking");
            Job.signal("USR1", List.of(job.launcher()));
            Processes.Ended ended = job.await(LIMIT_SECONDS);
            assertEquals(75, ended.exitCode(), ended.toString());
            assertTrue(ended.err().contains("kelvin: stopped after "), ended.toString());
        }
    }

    @Test
    void moreIterationsLaterAreThoseOfALongerRun() {
        Path run = folder.resolve("run");
        assertEquals(0, Processes.run(Map.of(), sample(run, "--threads", "1", "--iterations", "5000")).exitCode());
        assertEquals(1, compared(run).exitCode(), "a shorter run is another");
        Processes.Ended raised = Processes.run(Map.of(), sample(run, "--threads", "1", "--resume"));
        assertEquals(0, raised.exitCode(), raised.toString());
        assertSame(run);
    }

    @Test
    void aDirectoryIsAnothersUntilThatProcessIsKilled() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        try (Job job = Job.start(1, sample(run, "--threads", "1", "--iterations", "100000000"))) {
            job.awaitFile(run.resolve("run.h5"));
            for (String way : List.of("--resume", "--overwrite")) {
                Processes.Ended second = Processes.run(Map.of(), sample(run, "--threads", "1", way));
                assertEquals(74, second.exitCode(), second.toString());
                assertTrue(second.err().contains("kelvin: " + run + ": another run is using it, process "
                        + job.launcher().pid() + " on "), second.toString());
            }
            Job.signal("KILL", List.of(job.launcher()));
            job.await(LIMIT_SECONDS);
        }
        Processes.Ended resumed = Processes.run(Map.of(), sample(run, "--threads", "1", "--iterations", "100000000",
                "--resume", "--time-limit", "1s"));
        assertEquals(75, resumed.exitCode(), resumed.toString());
    }

    private static Processes.Ended compared(Path run) {
        return Processes.compareRuns(List.of(whole.resolve("run.h5").toString(), run.resolve("run.h5").toString()));
    }

    private static void assertSame(Path run) {
        Processes.Ended ended = compared(run);
        assertEquals(0, ended.exitCode(), ended.toString());
        assertFalse(Files.exists(run.resolve("segments")), "a run that is done has none");
    }

    private static List<String> sample(Path out, String... more) {
        // what a shell starts in the background ignores INT, and so does everything below it, unless told otherwise
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", "bin/kelvin", "sample", "--train",
                "src/data/airfoil_train.csv",
                "--hidden", "4", "--rungs", "3", "--leapfrog", "1", "--swap-every", "2", "--warmup", "100", "--thin", "50",
                "--checkpoint-every", "50ms", "--out", out.toString()));
        if (!List.of(more).contains("--plain-progress")) {
            command.add("--quiet");
        }
        if (!List.of(more).contains("--iterations")) {
            command.addAll(List.of("--iterations", ITERATIONS));
        }
        command.addAll(List.of(more));
        return command;
    }
}
