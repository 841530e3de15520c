package kelvin.predict;

/**
 * How well one target is predicted, as means over rows.
 *
 * @param rmse root mean square error of the predictive mean
 * @param nll negative log density, nats, of the normal with the mixture's mean and variance (moment-matched)
 * @param logPredictiveDensity log density of the mixture itself, nats
 * @param coverage share of targets within the 95% predictive interval
 */
public record Scores(double rmse, double nll, double logPredictiveDensity, double coverage) {
    /** The same in the raw units of a target that was standardised by this standard deviation. */
    public Scores raw(double targetSd) {
        double shift = Math.log(targetSd);
        return new Scores(targetSd * rmse, nll + shift, logPredictiveDensity - shift, coverage);
    }
}
