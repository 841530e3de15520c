package kelvin.predict;

import java.util.Arrays;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t distributions.
 *
 * @param means where their middles are [draws]
 * @param scales [draws], above 0
 * @param standard the distribution of scale 1
 */
record StudentTMixture(double[] means, double[] scales, TDistribution standard) implements Mixture {
    @Override
    public double variance(int draw) {
        // infinite or undefined up to two degrees of freedom
        double variance = standard.getDegreesOfFreedom() > 2 ? standard.getVariance() : Double.POSITIVE_INFINITY;
        return variance * scales[draw] * scales[draw];
    }

    @Override
    public double logDensity(int draw, double y) {
        return standard.logDensity((y - means[draw]) / scales[draw]) - Math.log(scales[draw]);
    }

    @Override
    public double cdf(int draw, double y) {
        return standard.cumulativeProbability((y - means[draw]) / scales[draw]);
    }

    @Override
    public double quantile(double probability) {
        return LocationScale.quantile(this, probability, standard.inverseCumulativeProbability(probability), scales);
    }

    @Override
    public double absoluteDeviation(double y) {
        double degrees = standard.getDegreesOfFreedom();
        if (!(degrees > 1)) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int s = 0; s < means.length; s++) {
            double z = (y - means[s]) / scales[s];
            sum += scales[s] * (z * (2 * standard.cumulativeProbability(z) - 1)
                    + 2 * standard.density(z) * (degrees + z * z) / (degrees - 1));
        }
        return sum / means.length;
    }

    @Override
    public double halfMeanDifference() {
        if (!(standard.getDegreesOfFreedom() > 1)) {
            return 0;
        }
        double width = Math.hypot(epistemicSd(), Arrays.stream(scales).average().orElseThrow());
        return LocationScale.halfMeanDifference(this, mean(), width, scales,
                standard.inverseCumulativeProbability(LocationScale.tail()));
    }
}
