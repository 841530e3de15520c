package kelvin.tempering;

/**
 * What a rung's density raises likelihood and prior to: exp(likelihood * logLik + prior * logPrior).
 *
 * @param likelihood a in DESIGN's notation, 0 to 1
 * @param prior b, above 0 to 1
 */
public record Coefficients(double likelihood, double prior) {
    /** Checks the ranges; a density without a prior could not be normalised. */
    public Coefficients {
        if (!(likelihood >= 0 && likelihood <= 1)) {
            throw new IllegalArgumentException("likelihood coefficient: " + likelihood + ", must be 0 to 1");
        }
        if (!(prior > 0 && prior <= 1)) {
            throw new IllegalArgumentException("prior coefficient: " + prior + ", must be above 0, up to 1");
        }
    }

    /** The tempered log density; never forms 0 times minus infinity. */
    public double logDensity(double logLikelihood, double logPrior) {
        double tempered = likelihood == 0 ? 0 : likelihood * logLikelihood;
        return tempered + prior * logPrior;
    }
}
