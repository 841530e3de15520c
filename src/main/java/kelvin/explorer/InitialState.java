package kelvin.explorer;

import java.util.Arrays;

import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.random.Purpose;
import kelvin.random.Stream;

/** The parameters a replica starts with: a function of the seed and the slot it starts in. */
public final class InitialState {
    /** Below it a normal number counts as this, so that its logarithm is finite. */
    private static final float LEAST_FACTOR = 1e-30f;

    private final Model model;
    private final Init init;
    private final Stream stream;

    /** Initial states of a model. */
    public InitialState(Model model, Init init, long seed) {
        this.model = model;
        this.init = init;
        this.stream = new Stream(seed);
    }

    /**
     * Writes the parameters of the replica that starts in a slot.
     *
     * @param slot its number over the whole run
     * @param theta receives [d]
     */
    public void write(int slot, float[] theta) {
        stream.at(Purpose.INITIAL, slot, 0);
        switch (init) {
            case PRIOR -> prior(theta);
            case FAN_IN, MAP -> fanIn(theta);
        }
    }

    private void prior(float[] theta) {
        double[] scales = model.priorScales();
        int ofNetwork = model.network().parameters();
        boolean laplace = model.prior().kind() == Prior.Kind.LAPLACE;
        stream.normals(theta, 0, theta.length);
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (scales[i] * (laplace && i < ofNetwork ? laplace(stream.uniform(i)) : theta[i]));
        }
        model.likelihood().learnedNoise().ifPresent(noise -> theta[model.likelihoodOffset()] += (float) noise.mean());
        if (model.prior().kind() == Prior.Kind.HIERARCHICAL) {
            scaleLayers(scales, theta);
        }
    }

    /** From network parameters at the scale of the scales' prior, and normal numbers in place of the scales. */
    private void scaleLayers(double[] scales, float[] theta) {
        Network network = model.network();
        for (int l = 0; l < network.layers(); l++) {
            int own = model.priorOffset() + l;
            float factor = Math.max(Math.abs(theta[own]) / (float) scales[own], LEAST_FACTOR);
            theta[own] = (float) StrictMath.log(factor * model.prior().scale());
            for (int i = network.weightOffset(l); i < network.weightOffset(l + 1); i++) {
                theta[i] *= factor;
            }
        }
    }

    private void fanIn(float[] theta) {
        Network network = model.network();
        for (int l = 0; l < network.layers(); l++) {
            double bound = 1 / Math.sqrt(network.in(l));
            int end = network.biasOffset(l) + network.out(l);
            for (int i = network.weightOffset(l); i < end; i++) {
                theta[i] = (float) (bound * (2 * stream.uniform(i) - 1));
            }
        }
        model.likelihood().learnedNoise().ifPresent(noise -> theta[model.likelihoodOffset()] = (float) noise.mean());
        // the scale that such weights have
        Arrays.fill(theta, model.priorOffset(), theta.length, (float) StrictMath.log(1 / Math.sqrt(3)));
    }

    /** Inverse distribution function of the Laplace distribution of scale 1. */
    private static double laplace(double u) {
        return u < 0.5 ? StrictMath.log(2 * u) : -StrictMath.log(2 * (1 - u));
    }
}
