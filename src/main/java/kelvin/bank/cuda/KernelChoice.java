package kelvin.bank.cuda;

import java.util.Map;

import kelvin.model.Network;

/** Which path computes on a GPU. Bits depend on it, so it follows from options, network and kind of GPU alone. */
public enum KernelChoice {
    /** What is faster, as far as known, of those that can. */
    AUTO,
    /** Kelvin's own kernels from end to end: the weights of a replica must fit a block's shared memory. */
    FUSED,
    /** Products by cuBLAS, with small kernels between them: any width. */
    CUBLAS;

    /**
     * Widest layer for which the fused path is at least as fast, by part of a GPU's name, as {@code kelvin bench kernel}
     * measures it. None has been measured yet.
     */
    private static final Map<String, Integer> MEASURED = Map.of();
    /** For all other GPUs: an estimate from the bytes that cuBLAS's way moves for every product, not a measurement. */
    private static final int ESTIMATED = 128;

    /** Whether cuBLAS is to be used. */
    boolean cublas(Network network, GpuModel gpu) {
        return this == CUBLAS || this == AUTO
                && !(CudaPlan.fits(network, gpu) && widest(network) <= crossover(gpu.name()));
    }

    /** Widest layer for which a GPU of that name takes the fused path. */
    static int crossover(String gpu) {
        return MEASURED.entrySet().stream().filter(entry -> gpu.contains(entry.getKey())).findFirst()
                .map(Map.Entry::getValue).orElse(ESTIMATED);
    }

    private static int widest(Network network) {
        return network.sizes().stream().skip(1).mapToInt(Integer::intValue).max().orElseThrow();
    }
}
