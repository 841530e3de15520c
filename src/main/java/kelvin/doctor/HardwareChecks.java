package kelvin.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks of processor and GPUs. */
final class HardwareChecks {
    private static final String CUBLAS = "libcublas.so.";

    private final Machine machine;

    HardwareChecks(Machine machine) {
        this.machine = machine;
    }

    /** The processor, as the program that computes on it describes itself. */
    static Finding processor(String arithmetic, int cores) {
        String found = arithmetic + ", " + cores + (cores == 1 ? " core" : " cores");
        return arithmetic.contains("scalar") ? Finding.doubtful("processor", found,
                "start with bin/kelvin, which adds the module jdk.incubator.vector; a processor without vectors of 256 "
                + "bits samples several times slower") : Finding.fine("processor", found);
    }

    Finding gpus() {
        Optional<String> listed = machine.output(List.of("nvidia-smi",
                "--query-gpu=name,memory.total,driver_version,compute_cap", "--format=csv,noheader"));
        if (listed.isPresent() && !listed.get().isEmpty()) {
            return Finding.fine("GPUs", listed.get().lines().collect(Collectors.joining("; ")));
        }
        Optional<String> hardware = machine.file(List.of("/dev/nvidia0", "/proc/driver/nvidia/version"));
        return hardware.isPresent() ? Finding.doubtful("GPUs", hardware.get() + " is there, but nvidia-smi does not answer",
                "load the driver that fits the kernel, and look at dmesg")
                : Finding.absent("GPUs", "no NVIDIA GPU or driver", "ranks sample on the CPU; on a cluster ask for GPUs, "
                        + "as jobs/sample-gpu.sbatch does");
    }

    Finding cublas() {
        Optional<String> known = machine.output(List.of("/sbin/ldconfig", "-p"))
                .flatMap(text -> text.lines().filter(line -> line.contains(CUBLAS)).map(String::strip).findFirst())
                .map(line -> line.replaceFirst(".*=> ", ""));
        List<String> folders = Stream.concat(
                machine.variable("LD_LIBRARY_PATH").stream().flatMap(path -> Stream.of(path.split(":"))),
                Stream.concat(machine.variable("CUDA_HOME").stream().map(home -> home + "/lib64"),
                        Stream.of("/usr/local/cuda/lib64"))).toList();
        Optional<String> found = known.or(() -> machine.file(folders.stream()
                .flatMap(folder -> Stream.of("12", "13").map(major -> folder + "/" + CUBLAS + major)).toList()));
        return found.map(path -> Finding.fine("cuBLAS", path)).orElseGet(() -> Finding.absent("cuBLAS", "not found",
                "only wide networks on a GPU need it: 'module load cuda', or put the toolkit's lib64 into LD_LIBRARY_PATH"));
    }

    /** The compiled CUDA kernels. */
    static Finding kernels(boolean built) {
        return built ? Finding.fine("kernels", "in the program")
                : Finding.absent("kernels", "not built", "only GPUs need them: make build compiles them where there is nvcc");
    }
}
