package kelvin.bank.cuda;

import kelvin.bank.cuda.Cublas.Factor;
import kelvin.bank.cuda.Cublas.Matrices;
import kelvin.model.Network;

/**
 * Passes of a batch's packed weights over all rows, chunk by chunk: cuBLAS's products with the small kernels between
 * them. Owns the weights, the units and the gradients.
 */
final class BatchPass implements AutoCloseable {
    /** Rows whose derivatives batch_mask sums. */
    private static final int MASK_ROWS = 32;
    private static final int MASK_THREADS = 128;
    private static final int ELEMENT_THREADS = 256;
    /** Of a multiprocessor. */
    private static final int RESIDENT_THREADS = 2048;
    /** REDUCE_BYTES of kernels/reduce.cuh. */
    private static final int REDUCE_BYTES = 192;

    private final CudaDevice device;
    private final BatchPlan plan;
    private final BatchLayout layout;
    private final Network network;
    private final Struct job;
    private final CudaStream stream;
    private final Cublas cublas;
    private final InputMemory inputs;
    private final DeviceMemory weights;
    private final DeviceMemory units;
    private final DeviceMemory gradient;
    private final DeviceMemory columnSums;
    private final DeviceMemory rowSums;

    /**
     * Copies the rows, makes room, and tells the job of both.
     *
     * @param parameters d
     * @param x inputs [rows][inputs]
     * @param gradients whether they are wanted
     */
    BatchPass(CudaDevice device, BatchPlan plan, int parameters, double[] x, boolean gradients, Struct job) {
        this.device = device;
        this.plan = plan;
        this.job = job;
        network = plan.network();
        layout = new BatchLayout(network, parameters, plan.rows());
        stream = new CudaStream();
        cublas = new Cublas(stream);
        inputs = new InputMemory(network, x, Math.multiplyExact(plan.chunks(), plan.rows()), layout.inputStride(),
                layout.layers(device.layer()), job);
        int rowBlocks = plan.chunks() * (plan.rows() / plan.rowThreads());
        weights = floats((long) plan.size() * layout.weightStride(), "packed weights");
        units = floats((long) plan.size() * layout.unitStride(), "units of a chunk of rows");
        gradient = floats(gradients ? (long) plan.size() * layout.weightStride() : 0, "packed gradients");
        columnSums = floats(gradients ? (long) plan.size() * (plan.rows() / MASK_ROWS) * layout.columns() : 0, "sums for biases");
        rowSums = new DeviceMemory(2L * plan.size() * rowBlocks * Double.BYTES, "sums over rows");
        job.set("batch_size", plan.size()).set("batch_rows", plan.rows())
                .set("batch_row_blocks", rowBlocks).set("batch_columns", layout.columns())
                .set("batch_weight_stride", layout.weightStride()).set("batch_own_at", layout.ownAt())
                .set("batch_unit_stride", (long) layout.unitStride())
                .set("batch_weights", weights).set("batch_units", units).set("batch_gradient", gradient)
                .set("batch_column_sums", columnSums).set("batch_row_sums", rowSums)
                .set("batch_chunk", 0).set("batch_layer", 0);
    }

    private static DeviceMemory floats(long count, String what) {
        return new DeviceMemory(count * Float.BYTES, what);
    }

    BatchLayout layout() {
        return layout;
    }

    CudaStream stream() {
        return stream;
    }

    /** Writes the first member's packed weights. */
    void write(float[] packed) {
        weights.write(0, packed, layout.weightStride());
    }

    /** Starts a kernel in the stream with so many blocks for each member. */
    void launch(String kernel, int parts, int threads, int sharedBytes) {
        device.kernel(kernel).launch(new Kernel.Grid(plan.size() * parts, threads, sharedBytes, 1, false), job, stream);
    }

    /** Collects energies and, if wanted, gradients of all rows. */
    CudaStream.Graph evaluation(boolean gradients) {
        return captured(() -> {
            for (int chunk = 0; chunk < plan.chunks(); chunk++) {
                forward(chunk);
                launch("batch_rows", plan.rows() / plan.rowThreads(), plan.rowThreads(), REDUCE_BYTES);
                if (gradients) {
                    backward(chunk);
                    launch("batch_fold", layout.columns() / 32, plan.threads(), plan.threads() * Double.BYTES);
                }
            }
            launch("batch_totals", 1, plan.threads(), REDUCE_BYTES);
        });
    }

    /** Collects the outputs of all rows. */
    CudaStream.Graph outputs() {
        return captured(() -> {
            for (int chunk = 0; chunk < plan.chunks(); chunk++) {
                forward(chunk);
                launch("batch_outputs", blocks(plan.rows() * network.outputs(), ELEMENT_THREADS), ELEMENT_THREADS, 0);
            }
        });
    }

    private CudaStream.Graph captured(Runnable work) {
        // once for real: cuBLAS and the driver load what they need at first use, which a graph cannot contain
        work.run();
        return stream.capture(work);
    }

    /** Blocks for each member to go over so many elements, all of them resident at once. */
    private int blocks(int elements, int threads) {
        int resident = RESIDENT_THREADS / threads * device.model().multiprocessors();
        return Math.max(1, Math.min((elements + threads - 1) / threads, resident / plan.size()));
    }

    private void forward(int chunk) {
        job.set("batch_chunk", chunk);
        for (int l = 0; l < network.layers(); l++) {
            cublas.multiply(inputsOf(l, chunk), Factor.PLAIN, weights(weights, l), Factor.PLAIN,
                    rowsOf(layout.unitAt(l), l), plan.rows(), network.out(l), network.in(l), plan.size(), false);
            if (l + 1 < network.layers()) {
                job.set("batch_layer", l);
                launch("batch_activate", blocks(plan.rows() * ((network.out(l) + 3) / 4), ELEMENT_THREADS),
                        ELEMENT_THREADS, 0);
            }
        }
    }

    private void backward(int chunk) {
        for (int l = network.layers() - 1; l >= 0; l--) {
            job.set("batch_layer", l);
            int warps = layout.stride(l) / 32 * (plan.rows() / MASK_ROWS);
            launch("batch_mask", blocks(warps * 32, MASK_THREADS), MASK_THREADS, 0);
            Matrices delta = rowsOf(layout.deltaAt(l), l);
            cublas.multiply(inputsOf(l, chunk), Factor.TRANSPOSED, delta, Factor.PLAIN, weights(gradient, l),
                    network.in(l), network.out(l), plan.rows(), plan.size(), chunk > 0);
            if (l > 0) {
                cublas.multiply(delta, Factor.PLAIN, weights(weights, l), Factor.TRANSPOSED,
                        rowsOf(layout.deltaAt(l - 1), l - 1), plan.rows(), network.in(l), network.out(l), plan.size(), false);
            }
        }
    }

    private Matrices inputsOf(int l, int chunk) {
        return l > 0 ? rowsOf(layout.unitAt(l - 1), l - 1)
                : new Matrices(inputs.x(), (long) chunk * plan.rows() * layout.inputStride(), layout.inputStride(), 0);
    }

    private Matrices rowsOf(int at, int l) {
        return new Matrices(units, at, layout.stride(l), layout.unitStride());
    }

    private Matrices weights(DeviceMemory of, int l) {
        return new Matrices(of, layout.weightAt(l), layout.stride(l), layout.weightStride());
    }

    @Override
    public void close() {
        cublas.close();
        stream.close();
        inputs.close();
        for (DeviceMemory memory : new DeviceMemory[] {weights, units, gradient, columnSums, rowSums}) {
            memory.close();
        }
    }
}
