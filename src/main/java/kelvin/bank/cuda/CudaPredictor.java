package kelvin.bank.cuda;

import kelvin.bank.Gradient;
import kelvin.bank.Predictor;
import kelvin.model.Network;

/** The network's outputs, a tile of rows per block. */
final class CudaPredictor implements Predictor {
    private final CudaDevice device;
    private final Kernel kernel;
    private final Kernel.Grid grid;
    private final Struct job;
    private final int rows;
    private final int columns;
    private final int parameters;
    private final InputMemory rowsOfInputs;
    private final DeviceMemory theta;
    private final DeviceMemory outputs;

    CudaPredictor(CudaDevice device, Network network, double[] inputs) {
        rows = inputs.length / network.inputs();
        if (!(rows >= 1 && rows * network.inputs() == inputs.length)) {
            throw new IllegalArgumentException("inputs: " + inputs.length + " numbers, must be rows of "
                    + network.inputs());
        }
        this.device = device;
        columns = network.outputs();
        parameters = network.parameters();
        // a tile's bits do not depend on how rows are cut here
        CudaPlan plan = CudaPlan.of(network, rows, 1, device.model(), Gradient.FP32);
        kernel = device.kernel("outputs");
        int shared = (int) plan.shared().bytes();
        int resident = device.model().multiprocessors() * Math.max(1, kernel.occupancy(plan.threads(), shared));
        grid = new Kernel.Grid(Math.min(plan.tiles(), resident), plan.threads(), shared, 1, false);
        theta = new DeviceMemory((long) network.parameters() * Float.BYTES, "parameters");
        outputs = new DeviceMemory((long) rows * network.outputs() * Float.BYTES, "outputs");
        job = device.job().set("theta", theta).set("outputs", outputs);
        rowsOfInputs = plan.inputs(inputs, device.layer(), job);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void outputs(float[] from, float[] into) {
        device.use();
        theta.write(0, from, parameters);
        kernel.launch(grid, job);
        device.await();
        outputs.read(0, into, 0, rows * columns);
    }

    @Override
    public void close() {
        device.use();
        rowsOfInputs.close();
        theta.close();
        outputs.close();
    }
}
