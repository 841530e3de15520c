package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.support.Job;
import kelvin.support.Processes;

/** Disks that cannot take a run, on file systems of a mount namespace of their own. */
class DiskTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void mayMount() {
        Processes.Ended ended = Processes.run(Map.of(), List.of("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs",
                "/mnt"));
        assumeTrue(ended.exitCode() == 0, "this user may not mount a file system: " + ended.err());
    }

    @Test
    void aDiskThatIsFullOfDrawsEndsTheRunInOneLineAndLeavesNoHalfFile() {
        assertFull("segments", sample("size=700k", "--iterations 4000 --thin 1"));
    }

    /** Of a network of 9 thousand parameters, whose draws would fit. */
    @Test
    void aDiskThatIsFullOfCheckpointsDoesTheSame() {
        assertFull("checkpoint", sample("size=300k", "--iterations 4000 --thin 4000 --hidden 90,90 --checkpoint-every 10ms"));
    }

    private void assertFull(String of, Processes.Ended ended) {
        assertEquals(74, ended.exitCode(), ended.toString());
        String error = onlyError(ended);
        assertTrue(error.startsWith("kelvin: " + folder.resolve("run").resolve(of) + "/")
                && error.endsWith("No space left on device"), error);
        assertTrue(!ended.out().contains("run.h5") && !ended.out().contains(".tmp"), ended.toString());
    }

    @Test
    void whatWasCheckpointedBeforeTheDiskWasFullIsGoneOnFromOnceThereIsRoom() {
        String run = folder.resolve("run").toString();
        String whole = folder.resolve("whole").toString();
        String options = " --iterations 3000 --thin 2 --checkpoint-every 50ms";
        String script = "mount -t tmpfs -o size=600k tmpfs " + folder + "; code=0; " + command(run, options)
                + " || code=$?; echo ended with $code; ls " + run + "/checkpoint | grep -c manifest; mount -o remount,size=64m "
                + folder + "; " + command(run, options) + " --resume >/dev/null; " + command(whole, options) + " >/dev/null; "
                + Processes.PYTHON + " src/test/python/compare_runs.py " + whole + "/run.h5 " + run + "/run.h5";
        Processes.Ended ended = Processes.run(Map.of(), List.of("unshare", "--mount", "bash", "-ec", script));
        assertEquals(0, ended.exitCode(), ended.toString());
        assertTrue(ended.out().matches("ended with 74\n[12]\n.* 0 differences\n"), ended.toString());
        assertTrue(onlyError(ended).contains("No space left on device"), ended.toString());
    }

    @Test
    void aDirectoryThatIsRenamedMeanwhileEndsTheRunAndIsGoneOnFrom() throws IOException, InterruptedException {
        Path elsewhere = folder.resolve("elsewhere");
        endsWithout("no such file or directory", run -> Files.move(run, elsewhere));
        goesOn(elsewhere);
    }

    @Test
    void aDirectoryThatIsRemovedMeanwhileEndsTheRun() throws IOException, InterruptedException {
        endsWithout("no such file or directory", run -> {
            // until nothing is left: the run goes on making files
            while (Processes.run(Map.of(), List.of("rm", "-r", run.toString())).exitCode() != 0) {
                assertTrue(Files.exists(run));
            }
        });
    }

    @Test
    void aDirectoryThatCanNoLongerBeWrittenEndsTheRunAndIsGoneOnFrom() throws IOException, InterruptedException {
        endsWithout("permission denied", run -> chmod("555", run));
        chmod("755", folder.resolve("run"));
        goesOn(folder.resolve("run"));
    }

    private static void chmod(String mode, Path run) {
        Processes.Ended ended = Processes.run(Map.of(), List.of("chmod", mode, run.toString(),
                run.resolve("checkpoint").toString(), run.resolve("segments").toString()));
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    private static void goesOn(Path run) {
        Processes.Ended resumed = Processes.run(Map.of(), List.of("bash", "-c", command(run.toString(),
                "--iterations 100000000 --thin 1 --resume --time-limit 1s")));
        assertEquals(75, resumed.exitCode(), resumed.toString());
    }

    /** Something done to a directory. */
    private interface Deed {
        void to(Path directory) throws IOException;
    }

    /** The program runs without root's right to write where it may not. */
    private void endsWithout(String reason, Deed deed) throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        try (Job job = Job.start(1, List.of("bash", "-c", "exec setpriv --bounding-set=-dac_override "
                + command(run.toString(),
                "--iterations 100000000 --thin 1 --checkpoint-every 50ms")))) {
            job.awaitFile(run.resolve("run.h5"));
            deed.to(run);
            Processes.Ended ended = job.await(60);
            assertEquals(74, ended.exitCode(), ended.toString());
            String error = onlyError(ended);
            assertTrue(error.startsWith("kelvin: " + run) && error.toLowerCase(Locale.ROOT).endsWith(": " + reason), error);
        }
    }

    @Test
    void aDiskThatCannotBeWrittenIsRefusedAtOnce() {
        Processes.Ended ended = sample("ro", "--iterations 100000000");
        assertEquals(74, ended.exitCode(), ended.toString());
        assertEquals("kelvin: " + folder.resolve("run") + ": Read-only file system", onlyError(ended));
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() {
        Processes.Ended ended = Processes.run(Map.of(), List.of("bash", "-c", command("/proc/run", "")));
        assertEquals(74, ended.exitCode(), ended.toString());
        assertTrue(onlyError(ended).startsWith("kelvin: /proc/run: "), ended.toString());
    }

    /** Samples onto a file system with these mount options, then lists what is on it. */
    private Processes.Ended sample(String mount, String options) {
        String script = "mount -t tmpfs -o " + mount + " tmpfs " + folder + " && { code=0; "
                + command(folder.resolve("run").toString(), options) + " || code=$?; find " + folder
                + "; exit $code; }";
        return Processes.run(Map.of(), List.of("unshare", "--mount", "bash", "-c", script));
    }

    private static String command(String out, String options) {
        return "bin/kelvin sample --train src/data/airfoil_train.csv --rungs 2 --leapfrog 1 --warmup 20 "
                + (options.contains("--hidden") ? "" : "--hidden 8,8 ") + "--quiet --threads 1 --out " + out + " " + options;
    }

    private static String onlyError(Processes.Ended ended) {
        List<String> lines = ended.err().lines().filter(line -> !line.contains("incubator modules")).toList();
        assertEquals(1, lines.size(), ended.toString());
        return lines.get(0);
    }
}
