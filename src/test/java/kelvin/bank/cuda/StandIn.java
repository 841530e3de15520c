package kelvin.bank.cuda;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/** The stand-in for the CUDA driver library, on which kernels run without a GPU. */
public final class StandIn {
    /** The folder of its libcuda.so.1, for the library path of other processes. */
    public static final Path LIBRARIES = Path.of("kernels/build/standin/lib").toAbsolutePath();
    /** The program that repeats recorded launches under a sanitizer. */
    public static final Path REPLAY = Path.of("kernels/build/standin/replay").toAbsolutePath();

    /** Set where tests are to run on a GPU instead, whose driver is found as usual. */
    private static final boolean GPU = Boolean.getBoolean("kelvin.gpu");

    private StandIn() {
    }

    /** Skips the test where there was no nvcc to build it with. */
    public static void assume() {
        Assumptions.assumeTrue(Files.exists(LIBRARIES), "no CUDA toolkit here, so neither kernels nor their stand-in "
                + "driver were built");
    }

    /** Its device, in this process, with that of cuBLAS beside it; that of a GPU with -Dkelvin.gpu=true. */
    public static CudaDevice device(KernelChoice choice) {
        if (GPU) {
            return CudaDevice.open(0, choice);
        }
        assume();
        // a library that is loaded already satisfies JCuda's need for one of its name
        System.load(LIBRARIES.resolve("libcuda.so.1").toString());
        System.load(LIBRARIES.resolve("libcublas.so.12").toString());
        return CudaDevice.open(0, choice);
    }
}
