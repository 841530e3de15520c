package kelvin.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import kelvin.bank.Device;
import kelvin.bank.Predictor;
import kelvin.model.DataSet;
import kelvin.model.Model;

/**
 * The network's outputs at some rows as series over the draws. Convergence is looked for there: a network's parameters
 * can be exchanged without a change of its function, so that chains which agree may have parameters far apart.
 */
public final class OutputTraces {
    /** At most so many rows are looked at, evenly spread over all. */
    public static final int MOST_ROWS = 50;
    private static final int BATCH_FLOATS = 1 << 20;

    private OutputTraces() {
    }

    /**
     * Evaluates the network with all draws.
     *
     * @param data rows in the model's units
     * @param threads at most so many, at least 1
     * @return one series of each chain for every output of every row [rows * outputs][chains][draws]
     */
    public static double[][][] of(Model model, DataSet data, DrawSource source, Device device, int threads) {
        double[] x = someRows(data);
        int d = model.parameters();
        int outputs = x.length / data.inputs() * model.network().outputs();
        double[][][] traces = new double[outputs][source.chains()][source.draws()];
        float[] values = new float[outputs];
        float[] theta = new float[d];
        float[] batch = new float[Math.max(1, Math.min(source.draws(), BATCH_FLOATS / d)) * d];
        try (Predictor predictor = device.predictor(model.network(), x, threads)) {
            for (int chain = 0; chain < source.chains(); chain++) {
                for (int draw = 0; draw < source.draws(); draw++) {
                    int inBatch = draw % (batch.length / d);
                    if (inBatch == 0) {
                        source.read(chain, draw, Math.min(batch.length / d, source.draws() - draw), batch);
                    }
                    System.arraycopy(batch, inBatch * d, theta, 0, d);
                    predictor.outputs(theta, values);
                    for (int i = 0; i < outputs; i++) {
                        traces[i][chain][draw] = values[i];
                    }
                }
            }
        }
        return traces;
    }

    private static double[] someRows(DataSet data) {
        int rows = Math.min(MOST_ROWS, data.rows());
        List<double[]> chosen = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int row = (int) ((long) i * data.rows() / rows);
            chosen.add(Arrays.copyOfRange(data.x(), row * data.inputs(), (row + 1) * data.inputs()));
        }
        return chosen.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
