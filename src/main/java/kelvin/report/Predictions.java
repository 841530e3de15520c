package kelvin.report;

import java.util.Optional;

import kelvin.predict.Classification;
import kelvin.predict.Regression;

/**
 * What a run predicts; numbers or classes.
 *
 * @param regression of the observed rows
 * @param band over the input of a problem that has one alone
 * @param classification of the observed rows
 */
public record Predictions(Optional<Regression> regression, Optional<Band> band,
        Optional<Classification> classification) {
    /**
     * Predictions along a line of inputs.
     *
     * @param inputs increasing, in raw units
     * @param regression at every input
     */
    public record Band(double[] inputs, Regression regression) {
    }
}
