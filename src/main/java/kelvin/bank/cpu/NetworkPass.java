package kelvin.bank.cpu;

import java.util.Arrays;

import kelvin.model.Activation;
import kelvin.model.Network;

/**
 * Forward and backward pass over one chunk of rows, with the scratch memory of one thread: all activations of a
 * chunk, which is at most about half of a second-level cache of 1 MiB (except that no chunk is below 64 rows).
 *
 * <p>Backwards, the derivative by a layer's pre-activations takes the place of its activations as soon as the
 * gradient of the weights behind them has been taken. Behind the units of a layer that feeds another one stands a unit
 * that is always 1: its weights are the biases, which follow the weights in the parameter vector too.
 */
final class NetworkPass {
    private static final int TILE = Arithmetic.ROW_TILE;

    private final Network network;
    private final Arithmetic arithmetic;
    private final RowChunks chunks;
    private final float[][] x;
    private final LinearMap[] maps;
    private final LinearMap[] transposed;
    /** Activations after each layer [layer][unit][stride], from {@link #start} on. */
    private final float[][] h;
    private final float[][] slopes;
    private final float[] products;
    private final float[] sums;

    /**
     * A pass over the rows x.
     *
     * @param x of {@link #inputs}, shared
     */
    NetworkPass(Network network, Arithmetic arithmetic, RowChunks chunks, float[][] x) {
        this.network = network;
        this.arithmetic = arithmetic;
        this.chunks = chunks;
        this.x = x;
        int layers = network.layers();
        maps = new LinearMap[layers];
        transposed = new LinearMap[layers];
        h = new float[layers][];
        slopes = new float[layers][];
        int widest = 0;
        for (int l = 0; l < layers; l++) {
            maps[l] = LinearMap.layer(network.weightOffset(l), network.in(l), network.out(l));
            transposed[l] = maps[l].transposed();
            boolean feeds = l + 1 < layers;
            int end = start(l) + network.out(l) * chunks.stride();
            h[l] = new float[end + (feeds ? chunks.stride() : 0)];
            Arrays.fill(h[l], end, h[l].length, 1);
            slopes[l] = feeds && network.activation() == Activation.SILU ? new float[end] : h[l];
            widest = Math.max(widest, Math.max(network.in(l), network.out(l)));
        }
        products = new float[widest * TILE];
        sums = new float[Arithmetic.ALIGNED + 4 * widest * Arithmetic.LANES];
    }

    /**
     * Lays inputs out as [chunk][input][stride] from {@link Arithmetic#ALIGNED} on, behind them one that is always 1.
     *
     * @param values [rows][inputs], row-major
     */
    static float[][] inputs(RowChunks chunks, double[] values, int inputs) {
        float[][] x = chunks.layOut(values, inputs, Arithmetic.ALIGNED);
        for (int c = 0; c < x.length; c++) {
            int end = x[c].length;
            x[c] = Arrays.copyOf(x[c], end + chunks.stride());
            Arrays.fill(x[c], end, x[c].length, 1);
        }
        return x;
    }

    /** Scratch memory held, bytes. */
    long bytes() {
        long floats = products.length + sums.length;
        for (int l = 0; l < h.length; l++) {
            floats += h[l].length + (slopes[l] == h[l] ? 0 : slopes[l].length);
        }
        return Float.BYTES * floats;
    }

    /** Where the activations of a layer start; the network's outputs start at 0, for the likelihoods. */
    private int start(int layer) {
        return layer == network.layers() - 1 ? 0 : Arithmetic.ALIGNED;
    }

    /** Evaluates the network for a chunk and returns its outputs [outputs][stride], to be overwritten if wanted. */
    float[] forward(float[] theta, int chunk) {
        int stride = chunks.stride();
        int last = network.layers() - 1;
        for (int r = 0; r < chunks.paddedRows(chunk); r += TILE) {
            float[] in = x[chunk];
            for (int l = 0; l < last; l++) {
                arithmetic.layer(network.activation(), theta, maps[l], in, Arithmetic.ALIGNED + r, stride, h[l],
                        Arithmetic.ALIGNED + r, stride, slopes[l]);
                in = h[l];
            }
            arithmetic.product(theta, maps[last], in, Arithmetic.ALIGNED + r, stride, h[last], r, stride);
        }
        return h[last];
    }

    /**
     * The gradient by the network's parameters, after {@link #forward} of the same chunk and after its outputs were
     * replaced by the derivative by them.
     *
     * @param gradient receives it at the places of the parameters
     * @param add whether it is added to what is there
     */
    void backward(float[] theta, int chunk, float[] gradient, boolean add) {
        int stride = chunks.stride();
        int rows = chunks.paddedRows(chunk);
        // what is behind them is 0
        int summed = (chunks.rowsOf(chunk) + Arithmetic.LANES - 1) / Arithmetic.LANES * Arithmetic.LANES;
        for (int l = network.layers() - 1; l >= 0; l--) {
            arithmetic.weightGradient(l == 0 ? x[chunk] : h[l - 1], Arithmetic.ALIGNED, network.in(l) + 1, h[l],
                    start(l), network.out(l), stride, summed, gradient, network.weightOffset(l), add, sums);
            for (int r = 0; l > 0 && r < rows; r += TILE) {
                arithmetic.backLayer(network.activation(), theta, transposed[l], h[l], start(l) + r, stride, h[l - 1],
                        Arithmetic.ALIGNED + r, stride, slopes[l - 1], products);
            }
        }
    }
}
