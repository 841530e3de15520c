package kelvin.model;

import java.util.Locale;

/**
 * The prior of the network's parameters; a learned noise has its own, in its likelihood.
 *
 * @param kind the distribution
 * @param scale standard deviation (normal), its numerator (normal-fan-in), the Laplace scale b, or the scale of the
 *        half-normal prior of a layer's scale (hierarchical); above 0
 */
public record Prior(Kind kind, double scale) {
    /** Checks the scale. */
    public Prior {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("prior scale: " + scale + ", must be above 0 and finite");
        }
    }

    /** Number of parameters that the prior itself has for a network; they are the last ones of theta. */
    public int parameters(Network network) {
        return kind == Kind.HIERARCHICAL ? network.layers() : 0;
    }

    /** The family of a prior. */
    public enum Kind {
        /** N(0, scale^2) for every parameter. */
        NORMAL,
        /** Weights N(0, scale^2 / fan-in), biases N(0, scale^2). */
        NORMAL_FAN_IN,
        /** Laplace with density exp(-|x| / scale) / (2 scale) for every parameter. */
        LAPLACE,
        /**
         * A scale s_l for each layer that is learned with it: weights N(0, s_l^2 / fan-in), biases N(0, s_l^2), and
         * s_l half-normal, density sqrt(2 / pi) exp(-s_l^2 / (2 scale^2)) / scale. What is sampled is log s_l, the
         * model's last parameters, one for each layer, with the density of s_l times s_l.
         */
        HIERARCHICAL;

        /** The name used in options and files. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
