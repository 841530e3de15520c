package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import kelvin.bank.cuda.StandIn;
import kelvin.support.Processes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on the stand-in for a GPU, and where there is none. */
class CudaProgramTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void assume() {
        StandIn.assume();
    }

    @Test
    void everyNumberOfRanksWritesTheSameDraws() {
        List<String> runs = new ArrayList<>();
        for (int ranks = 1; ranks <= 3; ranks++) {
            runs.add(sample(ranks, "cuda", "--hidden", "5", "--seed", "3"));
        }
        Processes.Ended ended = Processes.compareRuns(runs);
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    @Test
    void drawsAreThoseOfTheCpuToRounding() {
        // nothing in a linear model makes two trajectories part, so equal random numbers keep them together
        String problem = "src/test/resources/kelvin/exactness/exact_posteriors.h5#linear-3";
        String cpu = sample(1, "cpu", "--problem", problem);
        String cuda = sample(2, "cuda", "--problem", problem);
        assertEquals("", near(cpu, cuda));
        assertTrue(near(cpu, sample(1, "cuda", "--problem", problem, "--seed", "2")).contains("differ"));
    }

    @Test
    void aFaultOfAKernelNamesItAndEndsTheJob() {
        List<String> command = new ArrayList<>(List.of("env", "KELVIN_STANDIN_FAULT=advance_narrow"));
        command.addAll(command(folder.resolve("fault"), "cuda", "--hidden", "5"));
        Processes.Ended ended = Processes.mpirun(2, command);
        assertEquals(70, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("kernel advance_narrow: CUDA_ERROR_ILLEGAL_ADDRESS"), ended.toString());
    }

    @Test
    void aNetworkThatDoesNotFitSaysWhatWould() {
        Processes.Ended ended = Processes.run(Map.of(), command(folder.resolve("large"), "cuda", "--hidden", "512,512"));
        assertEquals(64, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("smaller hidden layers fit, or --device cpu"), ended.toString());
    }

    @Test
    void withoutAGpuCudaIsUnavailableAndAutoSaysWhy() {
        // where there is a driver, this leaves it without a device
        Map<String, String> none = Map.of("CUDA_VISIBLE_DEVICES", "");
        String out = folder.resolve("none").toString();
        List<String> tail = List.of("--train", "src/data/airfoil_train.csv", "--hidden", "2", "--rungs", "1", "--warmup",
                "0", "--step-size", "0.01", "--iterations", "2", "--out", out);
        List<String> cuda = new ArrayList<>(List.of("bin/kelvin", "sample", "--device", "cuda"));
        cuda.addAll(tail);
        Processes.Ended ended = Processes.run(none, cuda);
        assertEquals(69, ended.exitCode(), ended.toString());
        assertEquals(1, ended.err().lines().filter(line -> line.startsWith("kelvin: ")).count(), ended.toString());
        List<String> auto = new ArrayList<>(List.of("bin/kelvin", "sample", "--device", "auto"));
        auto.addAll(tail);
        ended = Processes.run(none, auto);
        assertEquals(0, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("no GPU: "), ended.toString());
    }

    private static List<String> onStandIn(String... command) {
        List<String> all = new ArrayList<>(List.of("env", "LD_LIBRARY_PATH=" + StandIn.LIBRARIES + ":"
                + System.getenv().getOrDefault("LD_LIBRARY_PATH", "")));
        all.addAll(List.of(command));
        return all;
    }

    private List<String> command(Path out, String device, String... more) {
        List<String> command = onStandIn("bin/kelvin", "sample", "--device", device, "--ladder", "geometric",
                "--rungs", "4", "--leapfrog", "4", "--warmup", "10", "--iterations", "30", "--quiet", "--out",
                out.toString());
        if (!List.of(more).contains("--problem")) {
            command.addAll(List.of("--train", "src/data/airfoil_test.csv"));
        }
        command.addAll(List.of(more));
        return command;
    }

    private String sample(int ranks, String device, String... more) {
        Path out = folder.resolve(device + ranks + "-" + String.join("", more).hashCode());
        List<String> command = command(out, device, more);
        Processes.Ended ended = ranks == 1 ? Processes.run(Map.of(), command) : Processes.mpirun(ranks, command);
        assertEquals(0, ended.exitCode(), ended.toString());
        return out.resolve("run.h5").toString();
    }

    private static String near(String one, String other) {
        return Processes.run(Map.of(), List.of(Processes.PYTHON, "src/test/python/near_runs.py", one, other)).out();
    }
}
