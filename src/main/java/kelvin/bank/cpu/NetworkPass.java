package kelvin.bank.cpu;

import java.util.Arrays;

import kelvin.model.Activation;
import kelvin.model.Network;

/**
 * Forward and backward pass over one chunk of rows, with the scratch memory of one thread: all activations of a
 * chunk, which is at most about half of a second-level cache of 1 MiB (except that no chunk is below 64 rows).
 *
 * <p>Backwards, the derivative by a layer's pre-activations takes the place of its activations as soon as the
 * gradient of the weights behind them has been taken.
 */
final class NetworkPass {
    private static final int TILE = Arithmetic.ROW_TILE;

    private final Network network;
    private final Arithmetic arithmetic;
    private final RowChunks chunks;
    private final float[][] x;
    private final LinearMap[] maps;
    private final LinearMap[] transposed;
    /** Activations after each layer [layer][unit][stride]. */
    private final float[][] h;
    private final float[][] slopes;
    private final float[] delta;
    private final float[] sums;
    private final float[] ones;

    /**
     * A pass over the rows x.
     *
     * @param x inputs [chunk][input][stride], shared
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
            h[l] = new float[network.out(l) * chunks.stride()];
            boolean stored = network.activation() == Activation.SILU && l + 1 < layers;
            slopes[l] = stored ? new float[h[l].length] : h[l];
            widest = Math.max(widest, network.out(l));
        }
        delta = new float[widest * TILE];
        sums = new float[Arithmetic.STRIP * widest * Arithmetic.LANES];
        ones = new float[chunks.stride()];
        Arrays.fill(ones, 1);
    }

    /** Evaluates the network for a chunk and returns its outputs [outputs][stride], to be overwritten if wanted. */
    float[] forward(float[] theta, int chunk) {
        int stride = chunks.stride();
        int last = network.layers() - 1;
        for (int r = 0; r < chunks.paddedRows(chunk); r += TILE) {
            for (int l = 0; l <= last; l++) {
                float[] in = l == 0 ? x[chunk] : h[l - 1];
                arithmetic.product(theta, maps[l], in, r, stride, h[l], r, stride);
                if (l < last) {
                    arithmetic.activate(network.activation(), h[l], r, stride, network.out(l), slopes[l]);
                }
            }
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
        for (int l = network.layers() - 1; l >= 0; l--) {
            weightGradient(l, l == 0 ? x[chunk] : h[l - 1], rows, gradient, add);
            for (int r = 0; l > 0 && r < rows; r += TILE) {
                arithmetic.product(theta, transposed[l], h[l], r, stride, delta, 0, TILE);
                arithmetic.backActivate(network.activation(), delta, h[l - 1], r, stride, network.in(l),
                        slopes[l - 1]);
            }
        }
    }

    private void weightGradient(int l, float[] in, int rows, float[] gradient, boolean add) {
        int stride = chunks.stride();
        int out = network.out(l);
        int at = network.weightOffset(l);
        for (int i = 0; i < network.in(l); i += Arithmetic.STRIP) {
            int strip = Math.min(Arithmetic.STRIP, network.in(l) - i);
            arithmetic.laneProducts(in, i * stride, stride, strip, h[l], stride, out, rows, sums);
            LaneFold.fold(sums, strip * out, gradient, at + i * out, add);
        }
        arithmetic.laneProducts(ones, 0, 0, 1, h[l], stride, out, rows, sums);
        LaneFold.fold(sums, out, gradient, network.biasOffset(l), add);
    }
}
