package kelvin.bank.cuda;

import java.nio.ByteBuffer;

import kelvin.model.Activation;
import kelvin.model.Network;

/**
 * Where a batch member's packed weights, its units and the sums over them are. Offsets are in floats; every row starts at
 * a multiple of 128 bytes, which cuBLAS's fastest kernels ask for.
 */
final class BatchLayout {
    private static final int LINE = 32;

    private final Network network;
    private final int[] weightAt;
    private final int[] columnAt;
    private final int[] unitAt;
    private final int[] slopeAt;
    private final int[] deltaAt;
    private final int ownAt;
    private final int weightStride;
    private final int columns;
    private final int unitStride;

    /**
     * The layout.
     *
     * @param parameters d, of which those behind the network's are kept too
     * @param rows of a chunk
     */
    BatchLayout(Network network, int parameters, int rows) {
        this.network = network;
        int layers = network.layers();
        weightAt = new int[layers];
        columnAt = new int[layers];
        unitAt = new int[layers];
        slopeAt = new int[layers];
        deltaAt = new int[layers];
        int weights = 0;
        int column = 0;
        int units = 0;
        int widest = 0;
        for (int l = 0; l < layers; l++) {
            weightAt[l] = weights;
            weights = Math.addExact(weights, Math.multiplyExact(network.in(l) + 1, stride(l)));
            columnAt[l] = column;
            column += stride(l);
            unitAt[l] = units;
            units = Math.addExact(units, Math.multiplyExact(rows, stride(l)));
            slopeAt[l] = -1;
            if (l + 1 < layers) {
                widest = Math.max(widest, stride(l));
                if (network.activation() == Activation.SILU) {
                    slopeAt[l] = units;
                    units = Math.addExact(units, Math.multiplyExact(rows, stride(l)));
                }
            }
        }
        // the last layer's replace its outputs; before it, two places take turns
        for (int l = 0; l < layers; l++) {
            deltaAt[l] = l + 1 == layers ? unitAt[l] : units + l % 2 * rows * widest;
        }
        ownAt = weights;
        weightStride = roundUp(weights + parameters - network.parameters());
        columns = column;
        unitStride = Math.addExact(units, Math.multiplyExact(2 * rows, widest));
    }

    private static int roundUp(int n) {
        return (n + LINE - 1) / LINE * LINE;
    }

    /** Floats from row to row of the inputs. */
    int inputStride() {
        return roundUp(network.inputs());
    }

    /** Floats from row to row of a layer's weights and units. */
    int stride(int l) {
        return roundUp(network.out(l));
    }

    /** Where a layer's weights [in][stride] are, with the biases behind. */
    int weightAt(int l) {
        return weightAt[l];
    }

    /** Where a layer's units [rows][stride] are. */
    int unitAt(int l) {
        return unitAt[l];
    }

    /** Where the derivatives by a layer's pre-activations [rows][stride] are. */
    int deltaAt(int l) {
        return deltaAt[l];
    }

    /** Where parameters behind the network's are among the packed weights. */
    int ownAt() {
        return ownAt;
    }

    /** Floats of a member's packed weights. */
    int weightStride() {
        return weightStride;
    }

    /** Units of all layers, padded. */
    int columns() {
        return columns;
    }

    /** Floats of a member's units. */
    int unitStride() {
        return unitStride;
    }

    /** Packs the network's parameters from theta. */
    void pack(float[] theta, float[] into) {
        for (int l = 0; l < network.layers(); l++) {
            for (int k = 0; k <= network.in(l); k++) {
                System.arraycopy(theta, network.weightOffset(l) + k * network.out(l), into, weightAt[l] + k * stride(l),
                        network.out(l));
            }
        }
    }

    /** The layers as kernels take them, one structure after another. */
    ByteBuffer layers(StructLayout layout) {
        ByteBuffer all = ByteBuffer.allocateDirect(network.layers() * layout.bytes());
        for (int l = 0; l < network.layers(); l++) {
            new Struct(layout, all.slice(l * layout.bytes(), layout.bytes())).leaveOut("partial_at")
                    .set("in", network.in(l)).set("out", network.out(l))
                    .set("weights", network.weightOffset(l)).set("biases", network.biasOffset(l))
                    .set("weight_at", weightAt[l]).set("weight_stride", stride(l)).set("bias_at", columnAt[l])
                    .set("unit_at", unitAt[l]).set("unit_stride", stride(l)).set("delta_at", deltaAt[l])
                    .set("slope_at", slopeAt[l]).set("input_at", l == 0 ? -1 : unitAt[l - 1])
                    .set("input_stride", l == 0 ? inputStride() : stride(l - 1)).requireAll();
        }
        return all;
    }
}
