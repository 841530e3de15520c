package kelvin.bank.cuda;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import jcuda.CudaException;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import kelvin.bank.DeviceException;
import kelvin.tempering.BrokenInvariantException;

/** The CUDA driver library behind JCuda: loading it, and turning its return codes into exceptions. */
final class Driver {
    private Driver() {
    }

    /**
     * Loads JCuda and initialises the driver.
     *
     * @throws DeviceException if there is no driver on this machine
     */
    static void initialise() {
        try {
            unpackedByOneProcess(() -> JCudaDriver.setExceptionsEnabled(false));
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new DeviceException("no CUDA driver: libcuda.so.1 cannot be loaded", e);
        } catch (CudaException e) {
            throw new DeviceException("no CUDA driver: " + e.getMessage(), e);
        }
        available(JCudaDriver.cuInit(0), "CUDA driver");
    }

    /**
     * Runs what makes JCuda unpack a library: into a file that all processes of a node share, and do not wait for. Threads of
     * one process must wait for one another here, since its lock on a file is one.
     */
    static synchronized void unpackedByOneProcess(Runnable first) {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "kelvin-jcuda-" + System.getProperty("user.name"));
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            first.run();
        } catch (IOException e) {
            throw new DeviceException(lock + ": " + e.getMessage(), e);
        }
    }

    /** Passes success; anything else means that there is no usable device. */
    static void available(int result, String what) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new DeviceException(what + ": " + describe(result));
        }
    }

    /** Passes success; anything else is a fault of a kernel or of the program. */
    static void done(int result, String what) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new BrokenInvariantException(what + ": " + describe(result));
        }
    }

    /** Name and meaning of a return code. */
    static String describe(int result) {
        String[] text = {""};
        JCudaDriver.cuGetErrorString(result, text);
        return CUresult.stringFor(result) + " (" + text[0] + ")";
    }
}
