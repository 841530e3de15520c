package kelvin.model;

import java.util.Optional;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The distribution of targets given network outputs. All are fully normalised: no constant is dropped, because the
 * evidence needs them.
 */
public sealed interface Likelihood {
    /** The prior of the noise's logarithm, if that is a parameter. */
    default Optional<LogNoise> learnedNoise() {
        return Optional.empty();
    }

    /** Number of likelihood parameters that follow the network's in the parameter vector. */
    default int parameters() {
        return learnedNoise().isPresent() ? 1 : 0;
    }

    /** What the targets are. */
    default TargetKind targetKind() {
        return TargetKind.NUMBERS;
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
            check("noise", noise);
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
     * y ~ N(f, sigma^2) with log sigma the likelihood's parameter, log sigma ~ N(logNoiseMean, logNoiseSd^2).
     *
     * @param logNoiseMean prior mean of log sigma
     * @param logNoiseSd prior standard deviation of log sigma, above 0
     */
    record GaussianLearned(double logNoiseMean, double logNoiseSd) implements Likelihood {
        /** Checks the prior of the noise. */
        public GaussianLearned {
            new LogNoise(logNoiseMean, logNoiseSd);
        }

        @Override
        public Optional<LogNoise> learnedNoise() {
            return Optional.of(new LogNoise(logNoiseMean, logNoiseSd));
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

    /**
     * (y - f) / noise ~ Student's t: tails that forgive outliers.
     *
     * @param degrees degrees of freedom, above 0
     * @param noise scale, above 0; the standard deviation is noise sqrt(degrees / (degrees - 2)) above 2 degrees
     */
    record StudentT(double degrees, double noise) implements Likelihood {
        /** Checks degrees and noise. */
        public StudentT {
            check("degrees", degrees);
            check("noise", noise);
        }

        @Override
        public int outputs(int targets) {
            return targets;
        }

        @Override
        public String label() {
            return "student-t";
        }

        /** Log density of Student's t at 0, nats. */
        public static double logHeight(double degrees) {
            return LogGamma.value((degrees + 1) / 2) - LogGamma.value(degrees / 2) - 0.5 * Math.log(degrees * Math.PI);
        }
    }

    /**
     * (y - f) / sigma ~ Student's t with log sigma the likelihood's parameter, log sigma ~ N(logNoiseMean,
     * logNoiseSd^2).
     *
     * @param degrees degrees of freedom, above 0
     * @param logNoiseMean prior mean of log sigma
     * @param logNoiseSd prior standard deviation of log sigma, above 0
     */
    record StudentTLearned(double degrees, double logNoiseMean, double logNoiseSd) implements Likelihood {
        /** Checks degrees and the prior of the noise. */
        public StudentTLearned {
            check("degrees", degrees);
            new LogNoise(logNoiseMean, logNoiseSd);
        }

        @Override
        public Optional<LogNoise> learnedNoise() {
            return Optional.of(new LogNoise(logNoiseMean, logNoiseSd));
        }

        @Override
        public int outputs(int targets) {
            return targets;
        }

        @Override
        public String label() {
            return "student-t-learned";
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
        public TargetKind targetKind() {
            return TargetKind.CLASSES;
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
        public TargetKind targetKind() {
            return TargetKind.CLASSES;
        }

        @Override
        public String label() {
            return "categorical";
        }
    }

    /** y_j in {0, 1, 2, ...} with rate exp(f_j). */
    record Poisson() implements Likelihood {
        @Override
        public int outputs(int targets) {
            return targets;
        }

        @Override
        public TargetKind targetKind() {
            return TargetKind.COUNTS;
        }

        @Override
        public String label() {
            return "poisson";
        }
    }

    private static void check(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + ": " + value + ", must be above 0 and finite");
        }
    }
}
