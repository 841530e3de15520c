package kelvin.model;

/**
 * The distribution of targets given network outputs. All are fully normalised: no constant is dropped, because the
 * evidence needs them.
 */
public sealed interface Likelihood {
    /** Number of likelihood parameters that follow the network's in the parameter vector. */
    default int parameters() {
        return 0;
    }

    /** Number of network outputs for the given number of targets. */
    int outputs(int targets);

    /** The name used in options and files. */
    String label();

    /**
     * y ~ N(f, noise^2), noise fixed.
     *
     * @param noise standard deviation, above 0
     */
    record Gaussian(double noise) implements Likelihood {
        /** Checks the noise. */
        public Gaussian {
            if (!(noise > 0 && noise < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("noise: " + noise + ", must be above 0 and finite");
            }
        }

        @Override
        public int outputs(int targets) {
            return targets;
        }

        @Override
        public String label() {
            return "gaussian";
        }
    }

    /**
     * y ~ N(f, sigma^2) with log sigma the last parameter, log sigma ~ N(logNoiseMean, logNoiseSd^2).
     *
     * @param logNoiseMean prior mean of log sigma
     * @param logNoiseSd prior standard deviation of log sigma, above 0
     */
    record GaussianLearned(double logNoiseMean, double logNoiseSd) implements Likelihood {
        /** Checks the prior of the noise. */
        public GaussianLearned {
            if (!Double.isFinite(logNoiseMean)) {
                throw new IllegalArgumentException("logNoiseMean: " + logNoiseMean + ", must be finite");
            }
            if (!(logNoiseSd > 0 && logNoiseSd < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("logNoiseSd: " + logNoiseSd + ", must be above 0 and finite");
            }
        }

        @Override
        public int parameters() {
            return 1;
        }

        @Override
        public int outputs(int targets) {
            return targets;
        }

        @Override
        public String label() {
            return "gaussian-learned";
        }
    }

    /** y_j ~ N(f_j, s_j^2) with s_j = softplus(f_{q+j}) + 1e-6, q targets and 2q outputs. */
    record Heteroscedastic() implements Likelihood {
        /** Smallest standard deviation. */
        public static final double FLOOR = 1e-6;

        @Override
        public int outputs(int targets) {
            return 2 * targets;
        }

        @Override
        public String label() {
            return "heteroscedastic";
        }
    }

    /** y in {0, 1} with P(1) = 1 / (1 + exp(-f)), one output. */
    record Bernoulli() implements Likelihood {
        @Override
        public int outputs(int targets) {
            return 1;
        }

        @Override
        public String label() {
            return "bernoulli";
        }
    }

    /**
     * y in {0..classes-1} with P(c) = softmax(f)_c, one output per class.
     *
     * @param classes at least 2
     */
    record Categorical(int classes) implements Likelihood {
        /** Checks the number of classes. */
        public Categorical {
            if (!(classes >= 2)) {
                throw new IllegalArgumentException("classes: " + classes + ", must be at least 2");
            }
        }

        @Override
        public int outputs(int targets) {
            return classes;
        }

        @Override
        public String label() {
            return "categorical";
        }
    }
}
