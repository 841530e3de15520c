package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void aFullDiskEndsTheRunInOneLineAndLeavesNoHalfFile() {
        Processes.Ended ended = sample("size=700k", "--iterations 4000 --thin 1");
        assertEquals(74, ended.exitCode(), ended.toString());
        String error = onlyError(ended);
        assertTrue(error.startsWith("kelvin: " + folder) && error.contains("No space left on device"), error);
        assertTrue(!ended.out().contains("run.h5"), ended.toString());
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
        return "bin/kelvin sample --train src/data/airfoil_train.csv --hidden 8,8 --rungs 2 --leapfrog 1 --warmup 20 "
                + "--quiet --threads 1 --out " + out + " " + options;
    }

    private static String onlyError(Processes.Ended ended) {
        List<String> lines = ended.err().lines().filter(line -> !line.contains("incubator modules")).toList();
        assertEquals(1, lines.size(), ended.toString());
        return lines.get(0);
    }
}
