package kelvin.bank.cuda;

import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;
import kelvin.bank.DeviceException;
import kelvin.tempering.BrokenInvariantException;

/**
 * Products of many matrices at once. The mode is float32 throughout (no TF32), and the stream and the workspace are its
 * own, which is what cuBLAS asks for equal bits in equal calls on equal GPUs.
 */
final class Cublas implements AutoCloseable {
    /** What NVIDIA advises for Hopper; always the same, because a choice of algorithm may depend on it. */
    private static final long WORKSPACE_BYTES = 32L << 20;

    private final cublasHandle handle = new cublasHandle();
    private final DeviceMemory workspace;
    private final Pointer one = Pointer.to(new float[] {1});
    private final Pointer zero = Pointer.to(new float[] {0});
    private boolean open;

    /**
     * Row-major matrices, one for each member of a batch.
     *
     * @param memory they are in
     * @param at where the first starts, in floats
     * @param stride floats from row to row
     * @param step floats from one matrix to the next; 0 if all members share one
     */
    record Matrices(DeviceMemory memory, long at, int stride, long step) {
        private Pointer pointer() {
            return memory.at(at * Float.BYTES);
        }
    }

    /**
     * In a stream.
     *
     * @throws DeviceException if there is no cuBLAS
     */
    Cublas(CudaStream stream) {
        CublasLibrary.load();
        int made = JCublas2.cublasCreate(handle);
        if (made != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new DeviceException("cuBLAS cannot be used on this GPU: " + cublasStatus.stringFor(made));
        }
        open = true;
        workspace = new DeviceMemory(WORKSPACE_BYTES, "cuBLAS workspace");
        done(JCublas2.cublasSetStream(handle, new cudaStream_t(stream.handle())));
        // behind the stream, which takes it away
        done(JCublas2.cublasSetWorkspace(handle, workspace.at(0), WORKSPACE_BYTES));
        done(JCublas2.cublasSetMathMode(handle, cublasMath.CUBLAS_PEDANTIC_MATH));
    }

    /** cuBLAS's version, such as 120600. */
    int version() {
        int[] version = new int[1];
        done(JCublas2.cublasGetVersion(handle, version));
        return version[0];
    }

    /** Whether a factor is transposed. */
    enum Factor {
        PLAIN(cublasOperation.CUBLAS_OP_N), TRANSPOSED(cublasOperation.CUBLAS_OP_T);

        private final int operation;

        Factor(int operation) {
            this.operation = operation;
        }
    }

    /**
     * c [rows][columns] = a b or, if it adds, c + a b, for every member. a, as its factor says, is [rows][depth] and b
     * [depth][columns].
     */
    void multiply(Matrices a, Factor ofA, Matrices b, Factor ofB, Matrices c, int rows, int columns, int depth,
            int members, boolean adds) {
        // row-major matrices are the transposed of column-major ones, and so is their product with the factors exchanged
        done(JCublas2.cublasSgemmStridedBatched(handle, ofB.operation, ofA.operation, columns, rows, depth, one,
                b.pointer(), b.stride, b.step, a.pointer(), a.stride, a.step, adds ? one : zero,
                c.pointer(), c.stride, c.step, members));
    }

    private static void done(int status) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new BrokenInvariantException("cuBLAS: " + cublasStatus.stringFor(status));
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            JCublas2.cublasDestroy(handle);
            workspace.close();
        }
    }
}
