package kelvin.model;

import java.util.Locale;

/**
 * Independent priors of the network's parameters; a learned noise has its own, in its likelihood.
 *
 * @param kind the distribution
 * @param scale standard deviation (normal), its numerator (normal-fan-in), or the Laplace scale b; above 0
 */
public record Prior(Kind kind, double scale) {
    /** Checks the scale. */
    public Prior {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("prior scale: " + scale + ", must be above 0 and finite");
        }
    }

    /** The family of a prior. */
    public enum Kind {
        /** N(0, scale^2) for every parameter. */
        NORMAL,
        /** Weights N(0, scale^2 / fan-in), biases N(0, scale^2). */
        NORMAL_FAN_IN,
        /** Laplace with density exp(-|x| / scale) / (2 scale) for every parameter. */
        LAPLACE;

        /** The name used in options and files. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
