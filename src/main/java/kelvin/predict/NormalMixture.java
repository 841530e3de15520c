package kelvin.predict;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * Normal distributions.
 *
 * @param means [draws]
 * @param sds [draws], above 0
 */
record NormalMixture(double[] means, double[] sds) implements Mixture {
    private static final double LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double SQRT_2 = Math.sqrt(2);

    @Override
    public double variance(int draw) {
        return sds[draw] * sds[draw];
    }

    @Override
    public double logDensity(int draw, double y) {
        double z = (y - means[draw]) / sds[draw];
        return -0.5 * z * z - Math.log(sds[draw]) - LOG_SQRT_TWO_PI;
    }

    @Override
    public double cdf(int draw, double y) {
        return 0.5 * Erfc.value((means[draw] - y) / (sds[draw] * SQRT_2));
    }

    @Override
    public double quantile(double probability) {
        return LocationScale.quantile(this, probability, standardQuantile(probability), sds);
    }

    @Override
    public double absoluteDeviation(double y) {
        double sum = 0;
        for (int s = 0; s < means.length; s++) {
            double z = (y - means[s]) / sds[s];
            double density = Math.exp(-0.5 * z * z - LOG_SQRT_TWO_PI);
            sum += sds[s] * (z * (1 - Erfc.value(z / SQRT_2)) + 2 * density);
        }
        return sum / means.length;
    }

    @Override
    public double halfMeanDifference() {
        return LocationScale.halfMeanDifference(this, mean(), Math.hypot(epistemicSd(), aleatoricSd()), sds,
                standardQuantile(LocationScale.tail()));
    }

    private static double standardQuantile(double probability) {
        return -SQRT_2 * InverseErfc.value(2 * probability);
    }
}
