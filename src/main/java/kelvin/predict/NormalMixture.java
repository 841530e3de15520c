package kelvin.predict;

import java.util.Arrays;

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
    public double aleatoricSd() {
        return Math.sqrt(Arrays.stream(sds).map(sd -> sd * sd).average().orElseThrow());
    }

    @Override
    public double logDensity(double y) {
        double[] terms = new double[means.length];
        for (int s = 0; s < terms.length; s++) {
            double z = (y - means[s]) / sds[s];
            terms[s] = -0.5 * z * z - Math.log(sds[s]) - LOG_SQRT_TWO_PI;
        }
        return Mixture.logMeanExp(terms);
    }

    @Override
    public double cdf(double y) {
        double sum = 0;
        for (int s = 0; s < means.length; s++) {
            sum += 0.5 * Erfc.value((means[s] - y) / (sds[s] * SQRT_2));
        }
        return sum / means.length;
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
