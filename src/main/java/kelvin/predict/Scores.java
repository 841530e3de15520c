package kelvin.predict;

/**
 * How well one target is predicted, as means over rows; or the standard errors of those,
 * over rows or over draws.
 *
 * @param rmse root mean square error of the predictive mean
 * @param nll negative log density, nats, of the normal with the mixture's mean and variance (moment-matched)
 * @param logPredictiveDensity log density of the mixture itself, or log probability of a count, nats
 * @param crps continuous ranked probability score of the mixture
 * @param coverage50 share of targets within the central 50% interval
 * @param coverage80 the same of the 80% interval
 * @param coverage95 the same of the 95% interval
 * @param calibrationError mean over probabilities p = 0.05, 0.10, ..., 0.95 of the difference between p and the share
 *        of targets below their p-quantile (Kuleshov et al. 2018)
 */
public record Scores(double rmse, double nll, double logPredictiveDensity, double crps, double coverage50,
        double coverage80, double coverage95, double calibrationError) {
    /** The same in the raw units of a target that was standardised by this standard deviation. */
    public Scores raw(double targetSd) {
        double shift = Math.log(targetSd);
        return new Scores(targetSd * rmse, nll + shift, logPredictiveDensity - shift, targetSd * crps, coverage50,
                coverage80, coverage95, calibrationError);
    }

    /** Standard errors in those units. */
    public Scores rawErrors(double targetSd) {
        return new Scores(targetSd * rmse, nll, logPredictiveDensity, targetSd * crps, coverage50, coverage80,
                coverage95, calibrationError);
    }
}
