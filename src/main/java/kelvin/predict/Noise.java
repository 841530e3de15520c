package kelvin.predict;

import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

import kelvin.model.Likelihood;
import kelvin.model.Logistic;
import kelvin.model.Model;
import kelvin.random.Stream;

/**
 * What a likelihood of numbers makes of the network's outputs: the distributions of the targets.
 *
 * @param likelihood one of numbers or counts
 * @param ownAt where in theta the logarithm of a learned noise is
 */
record Noise(Likelihood likelihood, int ownAt) {
    static Noise of(Model model) {
        return new Noise(model.likelihood(), model.likelihood().learnedNoise().isPresent()
                ? model.likelihoodOffset() : -1);
    }

    /** The logarithm of a learned noise in a draw; NaN where none is learned. */
    float own(float[] theta, int offset) {
        return ownAt < 0 ? Float.NaN : theta[offset + ownAt];
    }

    /** Mean of one target for one draw at one row, whose outputs start at offset. */
    double mean(float[] outputs, int offset, int target) {
        double output = outputs[offset + target];
        return likelihood instanceof Likelihood.Poisson ? Math.exp(output) : output;
    }

    /**
     * Scale of one target for one draw at one row: the standard deviation if it is normal.
     *
     * @param targets number of targets
     * @param own the draw's learned noise, as its logarithm
     */
    double scale(float[] outputs, int offset, int target, int targets, float own) {
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return gaussian.noise();
        } else if (likelihood instanceof Likelihood.StudentT student) {
            return student.noise();
        } else if (likelihood instanceof Likelihood.Heteroscedastic) {
            return Logistic.softplus(outputs[offset + targets + target]) + Likelihood.Heteroscedastic.FLOOR;
        } else if (likelihood.learnedNoise().isPresent()) {
            return Math.exp(own);
        } else if (likelihood instanceof Likelihood.Poisson) {
            return Math.sqrt(mean(outputs, offset, target));
        }
        throw new IllegalArgumentException("likelihood: " + likelihood.label() + ", must be one of numbers or counts");
    }

    /** The mixture of the draws' distributions. */
    Mixture mixture(double[] means, double[] scales) {
        if (likelihood instanceof Likelihood.Poisson) {
            return new PoissonMixture(means);
        }
        double degrees = degrees();
        return degrees > 0 ? new StudentTMixture(means, scales, TDistribution.of(degrees))
                : new NormalMixture(means, scales);
    }

    /**
     * A number from one draw's distribution.
     *
     * @param normal a standard normal number
     * @param index of a uniform number of the stream
     */
    double draw(double mean, double scale, double normal, Stream stream, int index) {
        if (likelihood instanceof Likelihood.Poisson) {
            return PoissonDistribution.of(mean).inverseCumulativeProbability(stream.uniform(index));
        }
        double degrees = degrees();
        return mean + scale * (degrees > 0
                ? TDistribution.of(degrees).inverseCumulativeProbability(stream.uniform(index)) : normal);
    }

    /** Degrees of freedom of Student's t; 0 for other distributions. */
    private double degrees() {
        return likelihood instanceof Likelihood.StudentT student ? student.degrees()
                : likelihood instanceof Likelihood.StudentTLearned student ? student.degrees() : 0;
    }
}
