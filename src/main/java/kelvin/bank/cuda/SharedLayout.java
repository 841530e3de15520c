package kelvin.bank.cuda;

import java.nio.ByteBuffer;

import kelvin.model.Activation;
import kelvin.model.Network;

/**
 * Where weights and a tile's activations are in a block's shared memory. Offsets are in floats; rows are padded to
 * 4 modulo 8 floats, so that neighbouring rows start in different banks.
 *
 * @param network whose parameters and activations they are
 * @param tile rows of a tile
 * @param floats all of it
 */
record SharedLayout(Network network, int tile, long floats) {
    /** Scratch of sums in front: REDUCE_BYTES of kernels/reduce.cuh. */
    private static final int SCRATCH = 48;
    /** And behind it one LayerScale of kernels/prior.cuh for each layer. */
    private static final int LAYER_SCALE = 8;

    /** The layout for a tile of so many rows. */
    static SharedLayout of(Network network, int tile) {
        long floats = weightsAt(network);
        for (int l = 0; l < network.layers(); l++) {
            floats += (long) network.in(l) * stride(network.out(l)) + roundUp(network.out(l), 4);
        }
        floats += (long) tile * stride(network.inputs());
        for (int l = 0; l < network.layers(); l++) {
            floats += (long) (slopes(network, l) ? 2 : 1) * tile * stride(network.out(l));
        }
        return new SharedLayout(network, tile, floats);
    }

    private static int weightsAt(Network network) {
        return priorBytes(network.layers()) / Float.BYTES;
    }

    /** Bytes that sums and the prior take in front of everything else. */
    static int priorBytes(int layers) {
        return (SCRATCH + LAYER_SCALE * layers) * Float.BYTES;
    }

    /** Distance of rows of so many columns. */
    static int stride(int columns) {
        int padded = roundUp(columns, 4);
        return padded % 8 == 0 ? padded + 4 : padded;
    }

    private static int roundUp(int n, int to) {
        return (n + to - 1) / to * to;
    }

    private static boolean slopes(Network network, int l) {
        return network.activation() == Activation.SILU && l + 1 < network.layers();
    }

    /** Bytes of a block. */
    long bytes() {
        return floats * Float.BYTES;
    }

    /** Where the tile's inputs start. */
    int inputsAt() {
        int at = weightsAt(network);
        for (int l = 0; l < network.layers(); l++) {
            at += network.in(l) * stride(network.out(l)) + roundUp(network.out(l), 4);
        }
        return at;
    }

    /** Floats of the gradient of a segment of rows: Layer::partial_at of kernels/parameters.h. */
    int partialFloats() {
        return partialAt(network.layers());
    }

    /** Where a layer's part of it starts. */
    int partialAt(int layer) {
        int at = 0;
        for (int l = 0; l < layer; l++) {
            at += (network.in(l) + 1) * roundUp(network.out(l), 4);
        }
        return at;
    }

    /** Where each weight and bias is in such a gradient. */
    int[] partialPlaces() {
        int[] places = new int[network.parameters()];
        for (int l = 0; l < network.layers(); l++) {
            int out = network.out(l);
            for (int i = 0; i < (network.in(l) + 1) * out; i++) {
                places[network.weightOffset(l) + i] = partialAt(l) + i / out * roundUp(out, 4) + i % out;
            }
        }
        return places;
    }

    /** The layers as kernels take them, one structure after another. */
    ByteBuffer layers(StructLayout layout) {
        ByteBuffer all = ByteBuffer.allocateDirect(network.layers() * layout.bytes());
        int weights = weightsAt(network);
        int in = inputsAt();
        int units = in + tile * stride(network.inputs());
        for (int l = 0; l < network.layers(); l++) {
            int stride = stride(network.out(l));
            int biases = weights + network.in(l) * stride;
            int behind = units + tile * stride;
            new Struct(layout, all.slice(l * layout.bytes(), layout.bytes()))
                    .set("in", network.in(l)).set("out", network.out(l))
                    .set("weights", network.weightOffset(l)).set("biases", network.biasOffset(l))
                    .set("partial_at", partialAt(l)).set("weight_at", weights).set("weight_stride", stride).set("bias_at", biases)
                    .set("unit_at", units).set("unit_stride", stride).set("delta_at", units)
                    .set("slope_at", slopes(network, l) ? behind : -1)
                    .set("input_at", in).set("input_stride", stride(network.in(l)))
                    .requireAll();
            weights = biases + roundUp(network.out(l), 4);
            in = units;
            units = slopes(network, l) ? behind + tile * stride : behind;
        }
        return all;
    }
}
