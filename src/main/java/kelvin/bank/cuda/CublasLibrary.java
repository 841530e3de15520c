package kelvin.bank.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import jcuda.CudaException;
import jcuda.jcublas.JCublas2;
import kelvin.bank.DeviceException;

/**
 * The cuBLAS library behind JCublas, which asks for that of CUDA 12 by name and version. Where there is only CUDA 13's, a
 * small library with the old name that jumps to the new one is loaded between them (kernels/cublas).
 */
final class CublasLibrary {
    private static final int NATIVE = 12;
    private static final int FORWARDED = 13;

    private CublasLibrary() {
    }

    /**
     * Loads it; again does nothing.
     *
     * @throws DeviceException if there is none
     */
    static void load() {
        for (Path folder : folders()) {
            if (Files.exists(folder.resolve(name(NATIVE)))) {
                loadFrom(folder, NATIVE);
                break;
            } else if (Files.exists(folder.resolve(name(FORWARDED)))) {
                loadFrom(folder, FORWARDED);
                loadForwarder();
                break;
            }
        }
        // where no folder has one, the system's own search may know of one
        try {
            Driver.unpackedByOneProcess(() -> JCublas2.setExceptionsEnabled(false));
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError | CudaException e) {
            throw new DeviceException("no cuBLAS: neither libcublas.so.12 nor .13 in LD_LIBRARY_PATH, CUDA_HOME/lib64 or "
                    + "/usr/local/cuda/lib64 ('module load cuda'); without it --kernel fused has what fits a GPU's shared "
                    + "memory, and --device cpu has all", e);
        }
    }

    private static void loadFrom(Path folder, int major) {
        // what cuBLAS itself needs is beside it, in a folder that no search path need contain
        Path light = folder.resolve("libcublasLt.so." + major);
        if (Files.exists(light)) {
            System.load(light.toString());
        }
        System.load(folder.resolve(name(major)).toString());
    }

    private static String name(int major) {
        return "libcublas.so." + major;
    }

    private static void loadForwarder() {
        try (InputStream in = CublasLibrary.class.getResourceAsStream(name(NATIVE))) {
            if (in == null) {
                throw new DeviceException("cuBLAS 13 alone is here, and this build has no " + name(NATIVE)
                        + " that leads to it: make build found no nvcc");
            }
            Path file = Files.createTempFile("kelvin-", "-" + name(NATIVE));
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                System.load(file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new DeviceException(name(NATIVE) + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("LD_LIBRARY_PATH", "").split(":")) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder).toAbsolutePath());
            }
        }
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            String home = System.getenv(variable);
            if (home != null && !home.isEmpty()) {
                folders.add(Path.of(home, "lib64").toAbsolutePath());
            }
        }
        for (String folder : List.of("/usr/local/cuda/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib64")) {
            folders.add(Path.of(folder));
        }
        return folders;
    }
}
