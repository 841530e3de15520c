package kelvin.model;

import java.util.Arrays;

/**
 * A Bayesian neural network: the density of its parameters given data is likelihood times prior.
 *
 * <p>The parameter vector theta is the network's parameters, the likelihood's own and the prior's own.
 *
 * @param network the network
 * @param likelihood the distribution of the targets
 * @param prior the prior of the network's parameters
 */
public record Model(Network network, Likelihood likelihood, Prior prior) {
    /** Standard deviation of the logarithm of a half-normal number. */
    private static final double LOG_HALF_NORMAL_SD = Math.PI / Math.sqrt(8);

    /** Length d of theta. */
    public int parameters() {
        return priorOffset() + prior.parameters(network);
    }

    /** Where the likelihood's own parameters start in theta. */
    public int likelihoodOffset() {
        return network.parameters();
    }

    /** Where the prior's own parameters start in theta. */
    public int priorOffset() {
        return network.parameters() + likelihood.parameters();
    }

    /**
     * Prior scale of every parameter [d], including the likelihood's own (their standard deviation). Where the scales
     * of layers are learned: that at their prior's scale, and the standard deviation of their logarithms.
     */
    public double[] priorScales() {
        double[] scales = new double[parameters()];
        Arrays.fill(scales, prior.scale());
        if (prior.kind() == Prior.Kind.NORMAL_FAN_IN || prior.kind() == Prior.Kind.HIERARCHICAL) {
            for (int l = 0; l < network.layers(); l++) {
                double scale = prior.scale() / Math.sqrt(network.in(l));
                Arrays.fill(scales, network.weightOffset(l), network.biasOffset(l), scale);
            }
        }
        likelihood.learnedNoise().ifPresent(noise -> scales[likelihoodOffset()] = noise.sd());
        Arrays.fill(scales, priorOffset(), scales.length, LOG_HALF_NORMAL_SD);
        return scales;
    }
}
