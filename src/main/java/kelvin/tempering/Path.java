package kelvin.tempering;

import java.util.Locale;

/** How a temperature T changes the density. */
public enum Path {
    /** Likelihood to the power beta = 1/T, prior untouched; at T = infinity the prior itself. Gives the evidence. */
    LIKELIHOOD {
        @Override
        public Coefficients at(double temperature) {
            return new Coefficients(1 / temperature, 1);
        }
    },
    /** The whole posterior to the power 1/T. */
    POSTERIOR {
        @Override
        public Coefficients at(double temperature) {
            return new Coefficients(1 / temperature, 1 / temperature);
        }
    };

    /**
     * The coefficients at a temperature.
     *
     * @param temperature at least 1; infinite on the likelihood path only
     */
    public abstract Coefficients at(double temperature);

    /** The name used in options and files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
