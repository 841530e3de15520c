package kelvin.predict;

import java.util.Random;

import kelvin.model.DataSet;
import kelvin.model.Model;
import kelvin.model.ReferenceDensity;

/** Random parameter vectors of a model as two chains, with the network's outputs in double precision. */
final class Ensemble implements DrawSource {
    private static final int CHAINS = 2;

    private final float[][] thetas;
    private final int parameters;

    Ensemble(Model model, int drawsPerChain, long seed) {
        Random random = new Random(seed);
        parameters = model.parameters();
        thetas = new float[CHAINS * drawsPerChain][parameters];
        for (float[] theta : thetas) {
            for (int i = 0; i < parameters; i++) {
                theta[i] = (float) (0.5 * random.nextGaussian());
            }
        }
    }

    @Override
    public int chains() {
        return CHAINS;
    }

    @Override
    public int draws() {
        return thetas.length / CHAINS;
    }

    @Override
    public void read(int chain, int firstDraw, int count, float[] theta) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(thetas[chain * draws() + firstDraw + i], 0, theta, i * parameters, parameters);
        }
    }

    /** Parameters of draw s of all. */
    double[] theta(int s) {
        double[] theta = new double[parameters];
        for (int i = 0; i < parameters; i++) {
            theta[i] = thetas[s][i];
        }
        return theta;
    }

    /** Outputs [draws of all chains][rows * outputs]. */
    double[][] outputs(Model model, DataSet data) {
        ReferenceDensity density = new ReferenceDensity(model, data);
        double[][] outputs = new double[thetas.length][data.rows() * model.network().outputs()];
        for (int s = 0; s < outputs.length; s++) {
            density.outputs(theta(s), outputs[s]);
        }
        return outputs;
    }
}
