package kelvin.bank.cuda;

import java.nio.ByteBuffer;
import java.util.List;

import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import kelvin.bank.DeviceException;

/** A kernel of a loaded module. */
final class Kernel {
    private final String name;
    /** Names of the device's kernels that were launched and not yet waited for. */
    private final List<String> running;
    private final CUfunction function = new CUfunction();
    /** What the function is set to. */
    private int cluster = 1;

    /**
     * Looks it up.
     *
     * @param sharedBytes shared memory that a block may have on the device
     */
    Kernel(CUmodule module, String name, int sharedBytes, List<String> running) {
        this.name = name;
        this.running = running;
        Driver.done(JCudaDriver.cuModuleGetFunction(function, module, name), "kernel " + name);
        set(CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes);
    }

    /**
     * How a launch is spread over the GPU.
     *
     * @param blocks of the grid
     * @param threads of a block
     * @param sharedBytes of a block
     * @param cluster blocks of a thread-block cluster; 1 for none
     * @param cooperative whether all blocks must be resident at once
     */
    record Grid(int blocks, int threads, int sharedBytes, int cluster, boolean cooperative) {
    }

    private void set(int attribute, int value) {
        Driver.done(JCudaDriver.cuFuncSetAttribute(function, attribute, value), "kernel " + name + ", "
                + CUfunction_attribute.stringFor(attribute) + " = " + value);
    }

    /** Blocks of a kernel that fit a multiprocessor at once. */
    int occupancy(int threads, int sharedBytes) {
        int[] blocks = new int[1];
        Driver.done(JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, function, threads, sharedBytes),
                "kernel " + name);
        return blocks[0];
    }

    /** Starts the kernel; returns at once. What goes wrong while it runs comes to light in {@link CudaDevice#await}. */
    void launch(Grid grid, Struct job) {
        launch(grid, job, null);
    }

    /** The same in a stream. */
    void launch(Grid grid, Struct job, CudaStream stream) {
        launch(grid, job.bytes(), stream == null ? null : stream.handle());
    }

    private void launch(Grid grid, ByteBuffer job, CUstream stream) {
        if (grid.cluster() != cluster) {
            // all three are 0 where there are no clusters
            cluster = grid.cluster();
            set(CUfunction_attribute.CU_FUNC_ATTRIBUTE_REQUIRED_CLUSTER_WIDTH, cluster > 1 ? cluster : 0);
            set(CUfunction_attribute.CU_FUNC_ATTRIBUTE_REQUIRED_CLUSTER_HEIGHT, cluster > 1 ? 1 : 0);
            set(CUfunction_attribute.CU_FUNC_ATTRIBUTE_REQUIRED_CLUSTER_DEPTH, cluster > 1 ? 1 : 0);
        }
        Pointer parameters = Pointer.to(Pointer.to(job));
        int result = grid.cooperative()
                ? JCudaDriver.cuLaunchCooperativeKernel(function, grid.blocks(), 1, 1, grid.threads(), 1, 1,
                        grid.sharedBytes(), stream, parameters)
                : JCudaDriver.cuLaunchKernel(function, grid.blocks(), 1, 1, grid.threads(), 1, 1, grid.sharedBytes(),
                        stream, parameters, null);
        if (result == CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU) {
            throw new DeviceException("kernel " + name + ": no image for this GPU's architecture in this build");
        }
        if (!running.isEmpty()) {
            // what went wrong in those before may come to light here
            Driver.done(result, "kernel " + String.join(" or ", running));
        }
        Driver.done(result, "launch of kernel " + name + " with " + grid);
        if (!running.contains(name)) {
            running.add(name);
        }
    }
}
