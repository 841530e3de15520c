package kelvin.model;

import java.util.Arrays;

/**
 * A Bayesian neural network: the density of its parameters given data is likelihood times prior.
 *
 * <p>The parameter vector theta is the network's parameters followed by the likelihood's own.
 *
 * @param network the network
 * @param likelihood the distribution of the targets
 * @param prior the prior of the network's parameters
 */
public record Model(Network network, Likelihood likelihood, Prior prior) {
    /** Length d of theta. */
    public int parameters() {
        return network.parameters() + likelihood.parameters();
    }

    /** Prior scale of every parameter [d], including the likelihood's own (their standard deviation). */
    public double[] priorScales() {
        double[] scales = new double[parameters()];
        Arrays.fill(scales, prior.scale());
        if (prior.kind() == Prior.Kind.NORMAL_FAN_IN) {
            for (int l = 0; l < network.layers(); l++) {
                double scale = prior.scale() / Math.sqrt(network.in(l));
                Arrays.fill(scales, network.weightOffset(l), network.biasOffset(l), scale);
            }
        }
        if (likelihood instanceof Likelihood.GaussianLearned learned) {
            scales[scales.length - 1] = learned.logNoiseSd();
        }
        return scales;
    }
}
