package kelvin.predict;

import kelvin.bank.Device;
import kelvin.bank.Predictor;
import kelvin.model.DataSet;
import kelvin.model.Model;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.store.RunFile;

/**
 * Draws of the targets from the posterior predictive distribution, noise included: one for each posterior draw and
 * row, in the model's units.
 */
public final class PredictiveDraws implements RunFile.Predictive, AutoCloseable {
    private final Model model;
    private final int targets;
    private final Noise noise;
    private final DrawSource source;
    private final Predictor predictor;
    private final Stream stream;
    private final float[] theta;
    private final float[] outputs;
    private final float[] normals;

    /**
     * Predictive draws at the rows of a data set.
     *
     * @param seed of the noise, which is a function of chain, draw and row
     * @param threads at most so many, at least 1
     */
    public PredictiveDraws(Model model, DataSet data, DrawSource source, long seed, Device device, int threads) {
        this.model = model;
        this.targets = data.targets();
        this.noise = Noise.of(model);
        this.source = source;
        this.predictor = device.predictor(model.network(), data.x(), threads);
        this.stream = new Stream(seed);
        this.theta = new float[model.parameters()];
        this.outputs = new float[data.rows() * model.network().outputs()];
        this.normals = new float[data.rows() * targets];
    }

    @Override
    public void fill(int chain, int firstDraw, int count, float[] values) {
        for (int i = 0; i < count; i++) {
            source.read(chain, firstDraw + i, 1, theta);
            predictor.outputs(theta, outputs);
            stream.at(Purpose.PREDICTIVE, chain, firstDraw + i);
            if (Regression.suits(model.likelihood())) {
                numbers(values, i * normals.length);
            } else {
                classes(values, i * normals.length);
            }
        }
    }

    @Override
    public void close() {
        predictor.close();
    }

    private void numbers(float[] values, int offset) {
        stream.normals(normals, 0, normals.length);
        int width = model.network().outputs();
        float own = noise.own(theta, 0);
        for (int i = 0; i < normals.length; i++) {
            int at = i / targets * width;
            int target = i % targets;
            values[offset + i] = (float) noise.draw(noise.mean(outputs, at, target),
                    noise.scale(outputs, at, target, targets, own), normals[i], stream, i);
        }
    }

    private void classes(float[] values, int offset) {
        int width = model.network().outputs();
        for (int row = 0; row < normals.length; row++) {
            double[] probabilities = Classification.probabilities(outputs, row * width, width);
            double left = stream.uniform(row);
            int c = 0;
            while (c < probabilities.length - 1 && left >= probabilities[c]) {
                left -= probabilities[c++];
            }
            values[offset + row] = c;
        }
    }
}
