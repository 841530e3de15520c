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
    public double aleatoricSd() {
        // infinite or undefined up to two degrees of freedom
        double variance = standard.getDegreesOfFreedom() > 2 ? standard.getVariance() : Double.POSITIVE_INFINITY;
        return Math.sqrt(variance * Arrays.stream(scales).map(scale -> scale * scale).average().orElseThrow());
    }

    @Override
    public double logDensity(double y) {
        double[] terms = new double[means.length];
        for (int s = 0; s < terms.length; s++) {
            terms[s] = standard.logDensity((y - means[s]) / scales[s]) - Math.log(scales[s]);
        }
        return Mixture.logMeanExp(terms);
    }

    @Override
    public double cdf(double y) {
        double sum = 0;
        for (int s = 0; s < means.length; s++) {
            sum += standard.cumulativeProbability((y - means[s]) / scales[s]);
        }
        return sum / means.length;
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
