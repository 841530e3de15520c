package kelvin.predict;

import kelvin.model.Likelihood;
import kelvin.model.Logistic;

/** The standard deviation of a target around the network's output. */
record NoiseScale(Likelihood likelihood) {
    /**
     * That of one target for one draw at one row.
     *
     * @param outputs the network's, the row's from offset on
     * @param targets number of targets
     * @param last the draw's last parameter
     */
    double sd(float[] outputs, int offset, int target, int targets, float last) {
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return gaussian.noise();
        } else if (likelihood instanceof Likelihood.GaussianLearned) {
            return Math.exp(last);
        } else if (likelihood instanceof Likelihood.Heteroscedastic) {
            return Logistic.softplus(outputs[offset + targets + target]) + Likelihood.Heteroscedastic.FLOOR;
        }
        throw new IllegalArgumentException("likelihood: " + likelihood.label() + ", must be one of regression");
    }
}
