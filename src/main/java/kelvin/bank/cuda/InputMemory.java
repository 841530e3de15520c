package kelvin.bank.cuda;

import java.nio.ByteBuffer;

import kelvin.model.Network;

/** The network's layers and input rows as kernels take them. */
final class InputMemory implements AutoCloseable {
    private final DeviceMemory layers;
    private final DeviceMemory x;

    /**
     * Copies them, and tells a job of them.
     *
     * @param inputs [rows][network inputs]
     * @param paddedRows so many rows on the GPU, zeros behind those that there are
     * @param stride columns of a row on the GPU, zeros behind those that there are
     * @param structures one Layer after another
     */
    InputMemory(Network network, double[] inputs, int paddedRows, int stride, ByteBuffer structures, Struct job) {
        int columns = network.inputs();
        int rows = inputs.length / columns;
        float[] padded = new float[Math.multiplyExact(paddedRows, stride)];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                padded[r * stride + j] = (float) inputs[r * columns + j];
            }
        }
        layers = new DeviceMemory(structures.limit(), "layers");
        layers.write(0, structures);
        x = DeviceMemory.of(padded, "inputs");
        job.set("layers", layers).set("x", x).set("layer_count", network.layers()).set("rows", rows)
                .set("x_stride", stride).set("activation", network.activation().ordinal());
    }

    /** The rows [padded rows][stride]. */
    DeviceMemory x() {
        return x;
    }

    @Override
    public void close() {
        layers.close();
        x.close();
    }
}
