package kelvin.bank.cuda;

import java.util.Optional;
import java.util.function.IntToLongFunction;

import kelvin.bank.Gradient;
import kelvin.model.Network;

/**
 * How an evaluation is cut into pieces: rows into tiles, tiles into segments whose sums are folded in a fixed tree. A
 * function of the problem, the number of slots of the whole run and the kind of GPU: bits depend on it, so ranks must
 * not. How many blocks work on a replica does not change a bit and is chosen apart, by {@link Spread}.
 *
 * @param shared the layout of a block's shared memory for float32
 * @param split that for gradients on tensor cores, if they are made there
 * @param threads of a block
 * @param tiles of rows
 * @param segments of tiles, a power of two
 * @param wide whether the kernels for wide layers are used
 */
record CudaPlan(SharedLayout shared, Optional<SplitLayout> split, int threads, int tiles, int segments, boolean wide) {
    private static final int NARROW = 32;
    /** Layers of a single tensor product across: rows must suffice for the warps. */
    private static final int SLIM = 16;
    private static final int MOST_SEGMENTS = 64;
    private static final int LEAST_SEGMENTS = 2;
    /** Blocks per multiprocessor that segments should suffice for: two on each of eight GPUs of a node. */
    private static final int BLOCKS_TO_FEED = 16;

    /**
     * The plan for a problem.
     *
     * @param rows number of rows
     * @param totalSlots K x M
     * @param gradient what it is made with, not left open
     * @throws UnsupportedOperationException if the network does not fit a block's shared memory
     */
    static CudaPlan of(Network network, int rows, int totalSlots, GpuModel gpu, Gradient gradient) {
        int widest = network.sizes().stream().skip(1).mapToInt(Integer::intValue).max().orElseThrow();
        boolean tensor = gradient == Gradient.TENSOR;
        boolean many = totalSlots >= gpu.multiprocessors() / 2;
        // a handful of replicas leaves multiprocessors without work unless tiles are small
        boolean few = (long) totalSlots * ((rows + 63) / 64) < gpu.multiprocessors();
        int most = (tensor ? widest <= SLIM : many) ? 128 : few ? 32 : 64;
        int tile = fitting(network, Math.min(most, Math.max(32, ceilPower(rows))), gpu, tensor);
        int tiles = (rows + tile - 1) / tile;
        int enough = ceilPower(Math.max(LEAST_SEGMENTS, BLOCKS_TO_FEED * gpu.multiprocessors() / totalSlots));
        int segments = Math.min(Integer.highestOneBit(tiles), Math.min(MOST_SEGMENTS, enough));
        return new CudaPlan(SharedLayout.of(network, tile), split(network, tile, tensor),
                tensor ? tensorThreads(widest, tile) : threads(widest, tile), tiles, segments, widest > NARROW);
    }

    private static Optional<SplitLayout> split(Network network, int tile, boolean tensor) {
        return tensor ? Optional.of(new SplitLayout(network, tile)) : Optional.empty();
    }

    /** Whether a network fits a block's shared memory. */
    static boolean fits(Network network, GpuModel gpu) {
        return SharedLayout.of(network, 32).bytes() <= gpu.sharedPerBlock();
    }

    /** Four results of the widest layer for a thread, within reason. */
    private static int threads(int widest, int tile) {
        return widest > 64 ? 256 : Math.min(128, Math.max(32, ceilPower(widest * tile / 4)));
    }

    /** A warp for every 32 x 32 results of the widest layer, within reason. */
    private static int tensorThreads(int widest, int tile) {
        return Math.min(256, 32 * ceilPower(tile / 32 * ((widest + 31) / 32)));
    }

    /** The largest tile with which two blocks fit a multiprocessor, or else one. */
    private static int fitting(Network network, int wanted, GpuModel gpu, boolean tensor) {
        IntToLongFunction bytes = tile -> bytes(SharedLayout.of(network, tile), split(network, tile, tensor));
        for (int limit : new int[] {gpu.sharedForTwo(), gpu.sharedPerBlock()}) {
            for (int tile = wanted; tile >= Math.min(wanted, 64); tile /= 2) {
                if (bytes.applyAsLong(tile) <= limit) {
                    return tile;
                }
            }
        }
        if (bytes.applyAsLong(32) <= gpu.sharedPerBlock()) {
            return 32;
        }
        throw new UnsupportedOperationException("layers " + network.sizes() + ": take " + bytes.applyAsLong(32) / 1024
                + " KiB of a GPU's shared memory" + (tensor ? " with --gradient tensor" : "") + ", this one has "
                + gpu.sharedPerBlock() / 1024 + (tensor ? "; --gradient fp32 takes less"
                : "; --kernel cublas does without it, and so does --device cpu"));
    }

    /** Shared memory of a block. */
    long bytes() {
        return bytes(shared, split);
    }

    private static long bytes(SharedLayout shared, Optional<SplitLayout> split) {
        return Math.max(shared.bytes(), split.map(SplitLayout::bytes).orElse(0L));
    }

    /** Copies input rows [rows][inputs] and layers to the GPU, and tells a job of them and of the plan. */
    InputMemory inputs(double[] x, StructLayout layer, Struct job) {
        job.set("tile", shared.tile()).set("tiles", tiles).set("segments", segments).set("x_at", shared.inputsAt());
        return new InputMemory(shared.network(), x, Math.multiplyExact(tiles, shared.tile()),
                SharedLayout.stride(shared.network().inputs()), shared.layers(layer), job);
    }

    /** The next power of two. */
    static int ceilPower(int n) {
        return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
    }

    /** In words, for the device's description. */
    String description() {
        return (split.isPresent() ? "tensor gradients, " : "") + "tiles of " + shared.tile() + " rows in " + segments + " segments";
    }
}
