package kelvin.predict;

/**
 * How well classes are predicted, as means over rows; or the standard errors of those,
 * over rows or over draws.
 *
 * @param accuracy share of rows whose most probable class is theirs
 * @param logScore mean log probability of a row's class, nats
 * @param brier mean sum over classes of squared differences between probability and 1 for the row's class, 0 for others
 * @param calibrationError expected calibration error: mean over rows of the difference between accuracy and mean
 *        probability of the most probable class, within 15 bins of that probability (Guo et al. 2017)
 */
public record ClassScores(double accuracy, double logScore, double brier, double calibrationError) {
}
