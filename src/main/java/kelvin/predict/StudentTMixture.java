package kelvin.predict;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t distributions.
 *
 * @param means where their middles are [draws]
 * @param scales [draws], above 0
 * @param standard the distribution of scale 1
 */
record StudentTMixture(double[] means, double[] scales, TDistribution standard) implements LocationScale {
    /** Infinite or undefined up to two degrees of freedom. */
    @Override
    public double standardVariance() {
        return standard.getDegreesOfFreedom() > 2 ? standard.getVariance() : Double.POSITIVE_INFINITY;
    }

    @Override
    public double standardDensity(double z) {
        return standard.density(z);
    }

    @Override
    public double standardLogDensity(double z) {
        return standard.logDensity(z);
    }

    @Override
    public double standardCdf(double z) {
        return standard.cumulativeProbability(z);
    }

    @Override
    public double standardQuantile(double probability) {
        return standard.inverseCumulativeProbability(probability);
    }

    /** Infinite up to one degree of freedom. */
    @Override
    public double standardAbsoluteDeviation(double z) {
        double degrees = standard.getDegreesOfFreedom();
        return degrees > 1 ? z * (2 * standardCdf(z) - 1) + 2 * standardDensity(z) * (degrees + z * z) / (degrees - 1)
                : Double.POSITIVE_INFINITY;
    }
}
