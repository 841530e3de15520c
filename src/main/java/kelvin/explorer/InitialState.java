package kelvin.explorer;

import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.random.Purpose;
import kelvin.random.Stream;

/** The parameters a replica starts with: a function of the seed and the slot it starts in. */
public final class InitialState {
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
            case FAN_IN -> fanIn(theta);
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
        if (model.likelihood() instanceof Likelihood.GaussianLearned learned) {
            theta[ofNetwork] += (float) learned.logNoiseMean();
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
        if (model.likelihood() instanceof Likelihood.GaussianLearned learned) {
            theta[network.parameters()] = (float) learned.logNoiseMean();
        }
    }

    /** Inverse distribution function of the Laplace distribution of scale 1. */
    private static double laplace(double u) {
        return u < 0.5 ? StrictMath.log(2 * u) : -StrictMath.log(2 * (1 - u));
    }
}
