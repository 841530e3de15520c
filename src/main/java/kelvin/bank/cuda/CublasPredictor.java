package kelvin.bank.cuda;

import kelvin.bank.Predictor;
import kelvin.model.Network;

/** The outputs of networks of any width, through cuBLAS. */
final class CublasPredictor implements Predictor {
    private final CudaDevice device;
    private final int rows;
    private final BatchPass pass;
    private final CudaStream.Graph graph;
    private final DeviceMemory outputs;
    private final float[] packed;
    private final int columns;

    CublasPredictor(CudaDevice device, Network network, double[] x) {
        this.device = device;
        rows = x.length / network.inputs();
        columns = network.outputs();
        outputs = new DeviceMemory((long) rows * columns * Float.BYTES, "outputs");
        Struct job = device.job().set("outputs", outputs);
        pass = new BatchPass(device, BatchPlan.of(network, network.parameters(), rows, 1, device.model()),
                network.parameters(), x, false, job);
        packed = new float[pass.layout().weightStride()];
        graph = pass.outputs();
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void outputs(float[] theta, float[] into) {
        device.use();
        pass.layout().pack(theta, packed);
        pass.write(packed);
        graph.launch();
        device.launched("batch_outputs");
        device.await();
        outputs.read(0, into, 0, rows * columns);
    }

    @Override
    public void close() {
        device.use();
        graph.close();
        pass.close();
        outputs.close();
    }
}
