package kelvin.bank.cpu;

import kelvin.bank.Predictor;
import kelvin.model.Network;

/** The network's outputs, a chunk of rows per thread at a time. */
final class CpuPredictor implements Predictor {
    private final Network network;
    private final RowChunks chunks;
    private final Crew crew;
    private final NetworkPass[] passes;
    private final Crew.Task chunkTask = this::chunk;
    private float[] theta;
    private float[] outputs;

    CpuPredictor(Network network, double[] x, int threads, Arithmetic arithmetic) {
        int rows = x.length / network.inputs();
        if (!(rows >= 1 && rows * network.inputs() == x.length)) {
            throw new IllegalArgumentException("inputs: " + x.length + " numbers, must be rows of "
                    + network.inputs());
        }
        this.network = network;
        chunks = RowChunks.of(network, rows);
        crew = new Crew(Math.min(threads, chunks.chunks()));
        float[][] laidOut = NetworkPass.inputs(chunks, x, network.inputs());
        passes = new NetworkPass[crew.size()];
        for (int i = 0; i < passes.length; i++) {
            passes[i] = new NetworkPass(network, arithmetic, chunks, laidOut);
        }
    }

    @Override
    public int rows() {
        return chunks.rows();
    }

    @Override
    public void outputs(float[] parameters, float[] into) {
        theta = parameters;
        outputs = into;
        crew.run(chunks.chunks(), chunkTask);
    }

    private void chunk(int chunk, int worker) {
        float[] f = passes[worker].forward(theta, chunk);
        int q = network.outputs();
        for (int r = 0; r < chunks.rowsOf(chunk); r++) {
            for (int j = 0; j < q; j++) {
                outputs[(chunks.firstRow(chunk) + r) * q + j] = f[j * chunks.stride() + r];
            }
        }
    }

    @Override
    public void close() {
        crew.close();
    }
}
