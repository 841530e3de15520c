package kelvin.bank.cuda;

import java.nio.ByteBuffer;

import kelvin.model.Activation;
import kelvin.model.Network;

/**
 * Where kernels/tensor_network.cuh has weights and a tile's activations in a block's shared memory: matrices of numbers
 * split into high and low bfloat16 parts, first all the high ones. Columns and rows of weights are padded to multiples of
 * 16, and 8 columns more put neighbouring rows into different banks. Offsets are in floats, strides in bfloat16 numbers.
 *
 * @param network whose parameters and activations they are
 * @param tile rows of a tile
 */
record SplitLayout(Network network, int tile) {
    private static final int MULTIPLE = 16;
    private static final int SKEW = 8;

    /** Columns of a padded row. */
    static int stride(int columns) {
        return padded(columns) + SKEW;
    }

    private static int padded(int n) {
        return (n + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    }

    private boolean slopes(int l) {
        return network.activation() == Activation.SILU && l + 1 < network.layers();
    }

    /** Floats of a layer's weights and biases. */
    private int weightFloats(int l) {
        return padded(network.in(l)) * stride(network.out(l)) + padded(network.out(l));
    }

    /** Where the tile's inputs start. */
    private int inputsAt() {
        int at = SharedLayout.priorBytes(network.layers()) / Float.BYTES;
        for (int l = 0; l < network.layers(); l++) {
            at += weightFloats(l);
        }
        return at;
    }

    /** Where the tile's outputs [tile][outputsStride] in float32 start. */
    int outputsAt() {
        int at = inputsAt() + tile * stride(network.inputs());
        for (int l = 0; l < network.layers(); l++) {
            at += (slopes(l) ? 2 : 1) * tile * stride(network.out(l));
        }
        return at;
    }

    /** An even number. */
    int outputsStride() {
        return (network.outputs() + 1) / 2 * 2;
    }

    /** Bytes of a block. */
    long bytes() {
        return (long) (outputsAt() + tile * outputsStride()) * Float.BYTES;
    }

    /**
     * The layers as kernels take them, one structure after another.
     *
     * @param shared has the layout of gradients
     */
    ByteBuffer layers(StructLayout layout, SharedLayout shared) {
        ByteBuffer all = ByteBuffer.allocateDirect(network.layers() * layout.bytes());
        int weights = SharedLayout.priorBytes(network.layers()) / Float.BYTES;
        int in = inputsAt();
        int units = in + tile * stride(network.inputs());
        for (int l = 0; l < network.layers(); l++) {
            int stride = stride(network.out(l));
            int behind = units + tile * stride;
            new Struct(layout, all.slice(l * layout.bytes(), layout.bytes()))
                    .set("in", network.in(l)).set("out", network.out(l))
                    .set("weights", network.weightOffset(l)).set("biases", network.biasOffset(l))
                    .set("partial_at", shared.partialAt(l)).set("weight_at", weights).set("weight_stride", stride)
                    .set("bias_at", weights + padded(network.in(l)) * stride)
                    .set("unit_at", units).set("unit_stride", stride).set("slope_at", slopes(l) ? behind : units)
                    .set("delta_at", units)
                    .set("input_at", in).set("input_stride", stride(network.in(l)))
                    .requireAll();
            weights += weightFloats(l);
            in = units;
            units = slopes(l) ? behind + tile * stride : behind;
        }
        return all;
    }
}
