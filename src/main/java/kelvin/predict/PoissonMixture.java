package kelvin.predict;

import java.util.Arrays;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * Poisson distributions.
 *
 * @param means the rates [draws], above 0
 */
record PoissonMixture(double[] means) implements Mixture {
    /** Where the sum over counts stops. */
    private static final double NEGLIGIBLE = 1e-10;
    /** Neighbouring counts are summed one by one up to a standard deviation of so many. */
    private static final double FINE = 16;

    @Override
    public double variance(int draw) {
        return means[draw];
    }

    @Override
    public double logDensity(int draw, double y) {
        return y * Math.log(means[draw]) - means[draw] - LogGamma.value(y + 1);
    }

    @Override
    public double cdf(int draw, double y) {
        return y < 0 ? 0 : RegularizedGamma.Q.value(Math.floor(y) + 1, means[draw]);
    }

    @Override
    public double below(double y) {
        return cdf(Math.ceil(y) - 1);
    }

    /** The least count up to which this probability lies. */
    @Override
    public double quantile(double probability) {
        long high = 1;
        while (cdf(high) < probability) {
            high *= 2;
        }
        long low = -1;
        while (high - low > 1) {
            long middle = (low + high) / 2;
            if (cdf(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    @Override
    public double absoluteDeviation(double y) {
        double sum = 0;
        for (double rate : means) {
            double atMost = y < 0 ? 0 : RegularizedGamma.Q.value(Math.floor(y) + 1, rate);
            double less = y < 1 ? 0 : RegularizedGamma.Q.value(Math.floor(y), rate);
            sum += rate - y + 2 * (y * atMost - rate * less);
        }
        return sum / means.length;
    }

    @Override
    public RankedScore rankedScore(double y) {
        double least = Math.sqrt(Arrays.stream(means).min().orElseThrow());
        long step = (long) Math.max(1, least / FINE);
        RankedScore.Sums influence = new RankedScore.Sums(this, y);
        double sum = 0;
        for (double k = quantile(NEGLIGIBLE);; k += step) {
            double cdf = influence.add(k, k, k + step);
            sum += cdf * (1 - cdf) * step;
            if (1 - cdf < NEGLIGIBLE) {
                return new RankedScore(absoluteDeviation(y) - sum, influence.sums);
            }
        }
    }
}
