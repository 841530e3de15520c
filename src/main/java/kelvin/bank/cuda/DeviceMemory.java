package kelvin.bank.cuda;

import java.nio.ByteBuffer;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import kelvin.bank.DeviceException;

/** An array in the memory of the current device, owned by whoever made it. Offsets and sizes are bytes. */
final class DeviceMemory implements AutoCloseable {
    private final Address address = new Address();
    private final long bytes;
    private boolean open;

    /** A device pointer that tells its number, for structures that contain pointers. */
    private static final class Address extends CUdeviceptr {
        long number() {
            return getNativePointer();
        }
    }

    /**
     * Zeros.
     *
     * @param what it holds, for the message if there is no room
     */
    DeviceMemory(long bytes, String what) {
        this.bytes = Math.max(bytes, 16);
        int result = JCudaDriver.cuMemAlloc(address, this.bytes);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            long[] free = new long[1];
            long[] total = new long[1];
            JCudaDriver.cuMemGetInfo(free, total);
            throw new DeviceException("GPU memory: " + what + " take " + mebibytes(this.bytes) + " MiB, "
                    + mebibytes(free[0]) + " of " + mebibytes(total[0]) + " MiB are free");
        }
        Driver.done(result, "allocation of GPU memory for " + what);
        open = true;
        Driver.done(JCudaDriver.cuMemsetD8(address, (byte) 0, this.bytes), "clearing GPU memory");
    }

    static DeviceMemory of(float[] values, String what) {
        return filled(Pointer.to(values), (long) values.length * Float.BYTES, what);
    }

    static DeviceMemory of(double[] values, String what) {
        return filled(Pointer.to(values), (long) values.length * Double.BYTES, what);
    }

    static DeviceMemory of(int[] values, String what) {
        return filled(Pointer.to(values), (long) values.length * Integer.BYTES, what);
    }

    private static DeviceMemory filled(Pointer from, long bytes, String what) {
        DeviceMemory memory = new DeviceMemory(bytes, what);
        if (bytes > 0) {
            Driver.done(JCudaDriver.cuMemcpyHtoD(memory.address, from, bytes), "copying " + what + " to the GPU");
        }
        return memory;
    }

    /** The address as kernels know it. */
    long address() {
        return address.number();
    }

    /** A pointer so many bytes into it. */
    Pointer at(long offset) {
        return address.withByteOffset(offset);
    }

    /** Writes all values at an offset. */
    void write(long at, int[] values) {
        put(at, Pointer.to(values), (long) values.length * Integer.BYTES);
    }

    /** Writes the first count values at an offset. */
    void write(long at, float[] values, int count) {
        put(at, Pointer.to(values), (long) count * Float.BYTES);
    }

    /** Writes what is between a direct buffer's start and its limit at an offset. */
    void write(long at, ByteBuffer values) {
        put(at, Pointer.to(values), values.limit());
    }

    private void put(long at, Pointer from, long size) {
        Driver.done(JCudaDriver.cuMemcpyHtoD(address.withByteOffset(at), from, size), "copying to the GPU");
    }

    /** Reads count values from an offset into the array from an index on. */
    void read(long at, float[] values, int index, int count) {
        get(at, Pointer.to(values).withByteOffset((long) index * Float.BYTES), (long) count * Float.BYTES);
    }

    /** Fills a direct buffer from its start to its limit from an offset. */
    void read(long at, ByteBuffer into) {
        get(at, Pointer.to(into), into.limit());
    }

    private void get(long at, Pointer to, long size) {
        if (size > 0) {
            Driver.done(JCudaDriver.cuMemcpyDtoH(to, address.withByteOffset(at), size), "copying from the GPU");
        }
    }

    /** Size in bytes. */
    long bytes() {
        return bytes;
    }

    private static long mebibytes(long size) {
        return (size + (1 << 20) - 1) >> 20;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            JCudaDriver.cuMemFree(address);
        }
    }
}
