package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import kelvin.bank.cuda.StandIn;
import kelvin.support.Processes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        // nothing in a linear model makes two trajectories part, so equal random numbers keep them together; Adam's steps
        // and scales found in the warm-up would, since they magnify rounding
        String[] plain = {"--problem", "src/test/resources/kelvin/exactness/exact_posteriors.h5#linear-3", "--init",
            "prior", "--exact-warmup", "", "--mass", "unit", "--seed", "1"};
        String[] other = plain.clone();
        other[other.length - 1] = "2";
        String cpu = sample(1, "cpu", plain);
        assertEquals("", near(cpu, sample(2, "cuda", plain)));
        assertTrue(near(cpu, sample(1, "cuda", other)).contains("differ"));
    }

    @Test
    void tensorGradientsAreWithinTheirToleranceAndPlainBfloat16IsNot() {
        List<String> verify = onStandIn("bin/kelvin", "verify", "--device", "cuda", "--gradient", "tensor",
                "src/test/resources/kelvin/exactness/exact_posteriors.h5");
        Processes.Ended ended = Processes.run(Map.of(), verify);
        assertEquals(0, ended.exitCode(), ended.toString());
        assertTrue(ended.out().contains("1e-04 of gradLik"), ended.toString());
        ended = Processes.run(Map.of("KELVIN_STANDIN_BF16", "1"), verify);
        assertEquals(70, ended.exitCode(), ended.toString());
        assertTrue(ended.out().contains("failed"), ended.toString());
    }

    @Test
    void tensorGradientsGiveTheSameDrawsForEveryNumberOfRanksAndAreRecorded() {
        List<String> runs = new ArrayList<>();
        for (int ranks = 1; ranks <= 2; ranks++) {
            runs.add(sample(ranks, "cuda", "--hidden", "5", "--seed", "3", "--gradient", "tensor"));
        }
        Processes.Ended ended = Processes.compareRuns(runs);
        assertEquals(0, ended.exitCode(), ended.toString());
        ended = Processes.run(Map.of(), List.of(Processes.PYTHON, "-c", "import h5py, sys; "
                + "print(h5py.File(sys.argv[1]).attrs['option_gradient'])", runs.get(0)));
        assertTrue(ended.out().contains("tensor"), ended.toString());
    }

    @Test
    void aCpuAndARandomWalkHaveNoTensorGradients() {
        Processes.Ended ended = Processes.run(Map.of(), command(folder.resolve("cpu"), "cpu", "--hidden", "5",
                "--gradient", "tensor"));
        assertEquals(64, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("a CPU has no tensor cores"), ended.toString());
        ended = Processes.run(Map.of(), onStandIn("bin/kelvin", "sample", "--device", "cuda", "--explorer", "random-walk",
                "--gradient", "tensor", "--train", "src/data/airfoil_test.csv"));
        assertEquals(64, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("a random walk takes none"), ended.toString());
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
        Processes.Ended ended = Processes.run(Map.of(), command(folder.resolve("large"), "cuda", "--hidden", "512,512",
                "--kernel", "fused"));
        assertEquals(64, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("--kernel cublas does without it, and so does --device cpu"), ended.toString());
    }

    @Test
    void wideNetworksGoThroughCublasWhateverTheNumberOfRanks() {
        List<String> runs = new ArrayList<>();
        for (int ranks = 1; ranks <= 3; ranks++) {
            runs.add(sample(ranks, "cuda", "--hidden", "140", "--seed", "4"));
        }
        Processes.Ended ended = Processes.compareRuns(runs);
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    @Test
    void cublasOfCuda13ServesAsWellAndWithoutAnyTheMessageSaysWhatDoes() throws IOException {
        String[] options = {"--hidden", "140", "--seed", "4"};
        String expected = sample(1, "cuda", options);
        Path newer = Files.createDirectory(folder.resolve("cuda-13"));
        Files.createSymbolicLink(newer.resolve("libcuda.so.1"), StandIn.LIBRARIES.resolve("libcuda.so.1"));
        List<String> command = command(folder.resolve("without"), "cuda", options);
        command.set(1, "LD_LIBRARY_PATH=" + newer);
        Processes.Ended ended = Processes.run(Map.of(), command);
        // a real cuBLAS that is found elsewhere does not work on the stand-in either
        assertEquals(69, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("cuBLAS"), ended.toString());

        Files.createSymbolicLink(newer.resolve("libcublas.so.13"), StandIn.LIBRARIES.resolve("libcublas.so.13"));
        command = command(folder.resolve("forwarded"), "cuda", options);
        command.set(1, "LD_LIBRARY_PATH=" + newer);
        ended = Processes.run(Map.of(), command);
        assertEquals(0, ended.exitCode(), ended.toString());
        ended = Processes.compareRuns(List.of(expected, folder.resolve("forwarded/run.h5").toString()));
        assertEquals(0, ended.exitCode(), ended.toString());
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

    @ParameterizedTest
    @CsvSource({"KELVIN_STANDIN_DEVICES=0, the CUDA driver has no device",
        "KELVIN_STANDIN_ARCHITECTURE=7, no image for its architecture in this build",
        "KELVIN_STANDIN_MEMORY=1, MiB are free"})
    void aGpuThatCannotBeUsedSaysWhy(String machine, String reason) {
        List<String> command = new ArrayList<>(List.of("env", machine));
        command.addAll(command(folder.resolve("unusable"), "cuda", "--hidden", "100,100", "--rungs", "64"));
        Processes.Ended ended = Processes.run(Map.of(), command);
        assertEquals(69, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains(reason), ended.toString());
        assertEquals(1, ended.err().lines().filter(line -> line.startsWith("kelvin: ")).count(), ended.toString());
    }

    @Test
    void ranksTakeTheGpusOfTheirHostInTurn() {
        List<String> command = new ArrayList<>(List.of("env", "KELVIN_STANDIN_DEVICES=2"));
        command.addAll(command(folder.resolve("turn"), "cuda", "--hidden", "2", "--warmup", "0", "--step-size", "0.01",
                "--iterations", "2"));
        command.remove("--quiet");
        Processes.Ended ended = Processes.mpirun(3, command);
        assertEquals(0, ended.exitCode(), ended.toString());
        for (int rank = 0; rank < 3; rank++) {
            String start = "rank " + rank + " on ";
            String gpu = "GPU " + rank % 2 + " of 2, stand-in for a GPU, 4 GiB, PCI 0000:0" + rank % 2 + ":00.0";
            assertTrue(ended.err().lines().anyMatch(line -> line.startsWith(start) && line.contains(gpu)),
                    start + "... " + gpu + " in " + ended);
        }
    }

    @Test
    void clustersAndCooperativeLaunchesDrawTheSame() {
        // before compute capability 9 there are no clusters, and the blocks of a replica wait for the whole grid
        List<String> runs = new ArrayList<>();
        List<String> devices = new ArrayList<>();
        for (int capability : new int[] {8, 9}) {
            Path out = folder.resolve("capability-" + capability);
            List<String> command = new ArrayList<>(List.of("env", "KELVIN_STANDIN_ARCHITECTURE=" + capability,
                    "KELVIN_STANDIN_LAUNCHES=1"));
            command.addAll(command(out, "cuda", "--hidden", "5", "--rungs", "1", "--seed", "3"));
            Processes.Ended ended = Processes.run(Map.of(), command);
            assertEquals(0, ended.exitCode(), ended.toString());
            devices.add(ended.err());
            runs.add(out.resolve("run.h5").toString());
        }
        assertTrue(devices.get(0).contains("advance_narrow, cooperative"), devices.get(0));
        assertTrue(devices.get(1).contains("advance_narrow, clusters of "), devices.get(1));
        Processes.Ended ended = Processes.compareRuns(runs);
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    @Test
    void predictionsAreThoseOfTheCpuToRounding() throws IOException {
        String run = sample(1, "cuda", "--hidden", "5", "--seed", "3");
        List<double[]> predicted = new ArrayList<>();
        for (String device : List.of("cpu", "cuda")) {
            Path out = folder.resolve(device + ".csv");
            Processes.Ended ended = Processes.run(Map.of("KELVIN_STANDIN_LAUNCHES", "1"), onStandIn("bin/kelvin", "predict", run, "--data",
                    "src/data/airfoil_test.csv", "--device", device, "--out", out.toString()));
            assertEquals(0, ended.exitCode(), ended.toString());
            assertEquals(device.equals("cuda"), ended.err().contains("stand-in CUDA driver: outputs, "), ended.toString());
            predicted.add(Files.readAllLines(out).stream().skip(1).flatMap(line -> Stream.of(line.split(",")))
                    .mapToDouble(Double::parseDouble).toArray());
        }
        assertTrue(predicted.get(0).length > 1000, predicted.get(0).length + " numbers");
        assertArrayEquals(predicted.get(0), predicted.get(1), 1e-3);
    }

    @Test
    void theBenchComparesWithThePeakOfAKernelOfMultiplyAdds() {
        Processes.Ended ended = Processes.run(Map.of(), onStandIn("bin/kelvin", "bench", "gradient", "--device", "cuda",
                "--replicas", "1", "--rows", "32"));
        assertEquals(0, ended.exitCode(), ended.toString());
        assertTrue(ended.out().contains("stand-in for a GPU") && ended.out().contains("nothing but multiply-adds"),
                ended.toString());
        assertTrue(ended.out().lines().anyMatch(line -> line.matches("gradient +10-64-64-1 +32 rows +1 replicas .* of +\\d+\\.\\d GFLOP/s.*% +error \\de-\\d+")),
                ended.toString());
    }

    private static List<String> onStandIn(String... command) {
        List<String> all = new ArrayList<>(List.of("env", "LD_LIBRARY_PATH=" + StandIn.LIBRARIES + ":"
                + System.getenv().getOrDefault("LD_LIBRARY_PATH", "")));
        all.addAll(List.of(command));
        return all;
    }

    /** A short run; options and values (empty for a switch) that are given replace its own. */
    private List<String> command(Path out, String device, String... more) {
        Map<String, String> options = new LinkedHashMap<>(Map.of("--device", device, "--ladder", "geometric", "--rungs", "4",
                "--leapfrog", "4", "--warmup", "10", "--iterations", "30", "--train", "src/data/airfoil_test.csv",
                "--out", out.toString()));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
            if (more[i].equals("--problem")) {
                options.remove("--train");
            }
        }
        List<String> command = onStandIn("bin/kelvin", "sample", "--quiet");
        options.forEach((option, value) -> command.addAll(value.isEmpty() ? List.of(option) : List.of(option, value)));
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
