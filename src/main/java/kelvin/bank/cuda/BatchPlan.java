package kelvin.bank.cuda;

import kelvin.model.Network;

/**
 * How the cuBLAS path cuts an evaluation into pieces: rows into chunks, and replicas into batches that are evaluated at
 * once. Like {@link CudaPlan} a function of the problem, the number of slots of the whole run and the kind of GPU: cuBLAS
 * may choose its algorithm by the sizes, so ranks must not change them.
 *
 * @param network what is evaluated
 * @param size members of a batch, a power of two
 * @param rows of a chunk, with padding
 * @param chunks of rows
 * @param rowThreads threads that share a block of rows
 * @param pieces of a parameter vector
 * @param threads of a block that works on a piece
 */
record BatchPlan(Network network, int size, int rows, int chunks, int rowThreads, int pieces, int threads) {
    /** Rows and columns of the part of a product that cuBLAS is taken to give a multiprocessor. */
    private static final int PART = 128;
    /** Such parts for every multiprocessor: few enough for a chunk's units to stay near the second-level cache. */
    private static final int PARTS = 4;
    /** PIECE_TASKS and the parameters of a task in kernels/batch.cuh. */
    private static final int PIECE = 4096;
    private static final double FULL = 0.9;

    /**
     * The plan for a problem.
     *
     * @param dataRows number of rows
     * @param totalSlots K x M
     */
    static BatchPlan of(Network network, int parameters, int dataRows, int totalSlots, GpuModel gpu) {
        int widest = network.sizes().stream().skip(1).mapToInt(Integer::intValue).max().orElseThrow();
        int across = (widest + PART - 1) / PART;
        int most = Math.max(PART, PARTS * gpu.multiprocessors() / across * PART);
        int chunks = (dataRows + most - 1) / most;
        int perChunk = (dataRows + chunks - 1) / chunks;
        int rowThreads = Math.min(PART, Math.max(32, CudaPlan.ceilPower(perChunk)));
        int rows = (perChunk + rowThreads - 1) / rowThreads * rowThreads;
        int pieces = (parameters + PIECE - 1) / PIECE;
        int threads = Math.min(256, Math.max(32, CudaPlan.ceilPower(parameters / 4)));
        int size = size((rows + PART - 1) / PART * across, weightParts(network), CudaPlan.ceilPower(totalSlots), gpu);
        return new BatchPlan(network, size, rows, chunks, rowThreads, pieces, threads);
    }

    /** Parts of the largest layer's gradient. */
    private static int weightParts(Network network) {
        int most = 1;
        for (int l = 0; l < network.layers(); l++) {
            most = Math.max(most, (network.in(l) + PART - 1) / PART * ((network.out(l) + PART - 1) / PART));
        }
        return most;
    }

    /**
     * The smallest batch whose products leave few multiprocessors idle in their last round. Ranks that hold fewer slots
     * than a batch has members pay for all of them; so not more than fill one round, or two.
     */
    private static int size(int rowParts, int weightParts, int slots, GpuModel gpu) {
        int most = Math.min(slots, Math.max(2, gpu.multiprocessors() / rowParts));
        int best = 1;
        for (int size = 1; size <= most; size *= 2) {
            if (filled(rowParts, weightParts, size, gpu) > filled(rowParts, weightParts, best, gpu)) {
                best = size;
            }
            if (filled(rowParts, weightParts, best, gpu) >= FULL) {
                break;
            }
        }
        return best;
    }

    /** Of three equal products, two make parts of rows x units, the third of the weights. */
    private static double filled(int rowParts, int weightParts, int size, GpuModel gpu) {
        return 3 / (2 / filled(rowParts * size, gpu) + 1 / filled(weightParts * size, gpu));
    }

    private static double filled(int parts, GpuModel gpu) {
        int rounds = (parts + gpu.multiprocessors() - 1) / gpu.multiprocessors();
        return (double) parts / (rounds * gpu.multiprocessors());
    }

    /** Parts of a layer over which the squares of its weights are summed, a power of two. */
    int squareParts() {
        return Math.min(64, CudaPlan.ceilPower(pieces));
    }

    /** In words, for the device's description. */
    String description() {
        return "cuBLAS, " + chunks + (chunks == 1 ? " chunk of " : " chunks of ") + rows + " rows, batches of " + size;
    }
}
