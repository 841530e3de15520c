package kelvin.predict;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * Normal distributions.
 *
 * @param means [draws]
 * @param scales standard deviations [draws], above 0
 */
record NormalMixture(double[] means, double[] scales) implements LocationScale {
    private static final double LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double SQRT_HALF = Math.sqrt(0.5);

    @Override
    public double standardVariance() {
        return 1;
    }

    @Override
    public double standardDensity(double z) {
        return Math.exp(standardLogDensity(z));
    }

    @Override
    public double standardLogDensity(double z) {
        return -0.5 * z * z - LOG_SQRT_TWO_PI;
    }

    @Override
    public double standardCdf(double z) {
        return 0.5 * Erfc.value(-SQRT_HALF * z);
    }

    @Override
    public double standardQuantile(double probability) {
        return -InverseErfc.value(2 * probability) / SQRT_HALF;
    }

    @Override
    public double standardAbsoluteDeviation(double z) {
        return z * (2 * standardCdf(z) - 1) + 2 * standardDensity(z);
    }
}
