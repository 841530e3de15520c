package kelvin.predict;

/** Copies of one standard distribution around 0, each moved and widened for a draw: z = (y - mean) / scale. */
sealed interface LocationScale extends Mixture permits NormalMixture, StudentTMixture {
    /** Widths of the components [draws], above 0. */
    double[] scales();

    /** Variance of the standard distribution. */
    double standardVariance();

    /** Its density. */
    double standardDensity(double z);

    /** Log of its density, nats. */
    double standardLogDensity(double z);

    /** Its distribution function. */
    double standardCdf(double z);

    /** The inverse of that. */
    double standardQuantile(double probability);

    /** Mean absolute difference of its numbers from z. */
    double standardAbsoluteDeviation(double z);

    @Override
    default double variance(int draw) {
        return standardVariance() * scales()[draw] * scales()[draw];
    }

    @Override
    default double logDensity(int draw, double y) {
        return standardLogDensity((y - means()[draw]) / scales()[draw]) - Math.log(scales()[draw]);
    }

    @Override
    default double cdf(int draw, double y) {
        return standardCdf((y - means()[draw]) / scales()[draw]);
    }

    @Override
    default double absoluteDeviation(double y) {
        double sum = 0;
        for (int s = 0; s < draws(); s++) {
            sum += scales()[s] * standardAbsoluteDeviation((y - means()[s]) / scales()[s]);
        }
        return sum / draws();
    }

    @Override
    default RankedScore rankedScore(double y) {
        return RankedScore.of(this, y);
    }

    /** About the standard deviation of the mixture, and finite. */
    default double width() {
        return Math.hypot(epistemicSd(), Mixture.mean(scales()));
    }

    /** Newton's steps where they stay within the bracket, its middle otherwise. */
    @Override
    default double quantile(double probability) {
        // squared, the error that a step of this many scales leaves is below rounding
        final double close = 1e-8;
        final int mostSteps = 200;
        double z = standardQuantile(probability);
        // between the least and the largest quantile of the components
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double narrowest = Double.POSITIVE_INFINITY;
        for (int s = 0; s < draws(); s++) {
            double ofDraw = means()[s] + z * scales()[s];
            low = Math.min(low, ofDraw);
            high = Math.max(high, ofDraw);
            narrowest = Math.min(narrowest, scales()[s]);
        }
        double y = Math.max(low, Math.min(high, mean() + z * width()));
        for (int step = 0; step < mostSteps && low < high; step++) {
            double cdf = 0;
            double density = 0;
            for (int s = 0; s < draws(); s++) {
                double at = (y - means()[s]) / scales()[s];
                cdf += standardCdf(at);
                density += standardDensity(at) / scales()[s];
            }
            double excess = cdf - draws() * probability;
            if (excess > 0) {
                high = y;
            } else {
                low = y;
            }
            double next = y - excess / density;
            boolean within = next > low && next < high;
            if (!within) {
                next = low + (high - low) / 2;
            }
            double moved = Math.abs(next - y);
            if (moved <= 2 * Math.ulp(y) || within && moved <= close * narrowest) {
                return next;
            }
            y = next;
        }
        return y;
    }
}
