package kelvin.bank.cuda;

import java.nio.ByteBuffer;

import kelvin.model.Network;

/** The network's layers and input rows as kernels take them. */
final class InputMemory {
    private InputMemory() {
    }

    static DeviceMemory layers(SharedLayout shared, StructLayout layer) {
        ByteBuffer layers = shared.layers(layer);
        DeviceMemory memory = new DeviceMemory(layers.limit(), "layers");
        memory.write(0, layers);
        return memory;
    }

    /**
     * Rows padded to whole tiles and columns to the stride they have in shared memory, with zeros.
     *
     * @param x [rows][inputs]
     */
    static DeviceMemory inputs(double[] x, int inputs, CudaPlan plan) {
        int stride = SharedLayout.stride(inputs);
        float[] padded = new float[Math.multiplyExact(Math.multiplyExact(plan.tiles(), plan.shared().tile()), stride)];
        for (int r = 0; r < x.length / inputs; r++) {
            for (int j = 0; j < inputs; j++) {
                padded[r * stride + j] = (float) x[r * inputs + j];
            }
        }
        return DeviceMemory.of(padded, "inputs");
    }

    /** Tells a job of the network, the rows and the plan. */
    static void describe(Struct job, Network network, int rows, CudaPlan plan) {
        job.set("layer_count", network.layers()).set("rows", rows)
                .set("x_stride", SharedLayout.stride(network.inputs()))
                .set("activation", network.activation().ordinal())
                .set("tile", plan.shared().tile()).set("tiles", plan.tiles()).set("segments", plan.segments())
                .set("x_at", plan.shared().inputsAt());
    }
}
