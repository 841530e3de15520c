package kelvin.cli;

import java.util.List;
import java.util.stream.IntStream;

import kelvin.model.DataSet;
import kelvin.random.Purpose;
import kelvin.random.Stream;

/**
 * The synthetic data of {@code --preset original}: 1000 rows of 10 standard normal inputs, y = x w + 0.1 noise with
 * standard normal weights w and noise.
 */
final class OriginalData {
    static final int ROWS = 1000;
    static final int INPUTS = 10;
    static final double NOISE = 0.1;

    private OriginalData() {
    }

    /** The data of a seed: inputs from slot 0 of its data stream, weights from slot 1, noise from slot 2. */
    static DataSet of(long seed) {
        Stream stream = new Stream(seed);
        float[] inputs = normals(stream, 0, ROWS * INPUTS);
        float[] weights = normals(stream, 1, INPUTS);
        float[] noise = normals(stream, 2, ROWS);
        double[] x = new double[inputs.length];
        double[] y = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            y[row] = NOISE * noise[row];
            for (int i = 0; i < INPUTS; i++) {
                int index = row * INPUTS + i;
                x[index] = inputs[index];
                y[row] += x[index] * weights[i];
            }
        }
        List<String> names = IntStream.rangeClosed(1, INPUTS).mapToObj(i -> "x" + i).toList();
        return new DataSet(names, List.of("y"), x, y);
    }

    private static float[] normals(Stream stream, int slot, int n) {
        float[] values = new float[n];
        stream.at(Purpose.DATA, slot, 0).normals(values, 0, n);
        return values;
    }
}
