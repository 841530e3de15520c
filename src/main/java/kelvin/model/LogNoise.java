package kelvin.model;

/**
 * The normal prior of a learned noise's logarithm.
 *
 * @param mean of log sigma
 * @param sd standard deviation of log sigma, above 0
 */
public record LogNoise(double mean, double sd) {
    /** Checks both. */
    public LogNoise {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("logNoiseMean: " + mean + ", must be finite");
        }
        if (!(sd > 0 && sd < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("logNoiseSd: " + sd + ", must be above 0 and finite");
        }
    }
}
