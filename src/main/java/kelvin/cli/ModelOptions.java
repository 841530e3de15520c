package kelvin.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.model.TargetKind;

/**
 * What the options say of the model.
 *
 * @param hidden widths of the hidden layers
 * @param activation after each of them
 * @param distribution of the targets
 * @param noise of a Gaussian or Student's t; empty to learn it
 * @param degrees of freedom of Student's t
 * @param prior of the network's parameters
 */
record ModelOptions(List<Integer> hidden, Activation activation, Distribution distribution, OptionalDouble noise,
        double degrees, Prior prior) {
    /** The options' names, none of which goes with a reference case, which has a model. */
    static final List<String> NAMES = List.of("hidden", "activation", "likelihood", "noise", "degrees", "prior",
            "prior-scale");

    private static final double LOG_NOISE_MEAN = -1;
    private static final double LOG_NOISE_SD = 1;

    /** The choices of --likelihood. */
    enum Distribution {
        GAUSSIAN(TargetKind.NUMBERS), HETEROSCEDASTIC(TargetKind.NUMBERS), STUDENT_T(TargetKind.NUMBERS),
        POISSON(TargetKind.COUNTS), BERNOULLI(TargetKind.CLASSES), CATEGORICAL(TargetKind.CLASSES);

        private final TargetKind targets;

        Distribution(TargetKind targets) {
            this.targets = targets;
        }

        TargetKind targets() {
            return targets;
        }
    }

    static ModelOptions of(Values values) {
        Distribution distribution = values.choice("likelihood", Distribution.class);
        if (distribution != Distribution.GAUSSIAN && distribution != Distribution.STUDENT_T && values.given("noise")) {
            throw values.contradiction("noise", "likelihood", "only gaussian and student-t have a noise of their own");
        }
        if (distribution != Distribution.STUDENT_T && values.given("degrees")) {
            throw values.contradiction("degrees", "likelihood", "only student-t has degrees of freedom");
        }
        if (distribution.targets() != TargetKind.NUMBERS && values.given("preset")) {
            throw values.contradiction("likelihood", "preset", "its targets are real numbers");
        }
        return new ModelOptions(values.integers("hidden", 1), values.choice("activation", Activation.class),
                distribution, noise(values), positive(values, "degrees"),
                new Prior(values.choice("prior", Prior.Kind.class), positive(values, "prior-scale")));
    }

    /** The model for such training rows. */
    Model over(DataSet train) {
        boolean classes = distribution == Distribution.CATEGORICAL;
        return over(train.inputs(), train.targets(),
                classes ? Math.max(2, 1 + (int) Arrays.stream(train.y()).max().orElseThrow()) : 0);
    }

    /** The model for so many inputs and targets, and so many classes if it is categorical. */
    Model over(int inputs, int targets, int classes) {
        Likelihood likelihood = likelihood(classes);
        List<Integer> sizes = new ArrayList<>(hidden);
        sizes.add(0, inputs);
        sizes.add(likelihood.outputs(targets));
        return new Model(new Network(sizes, activation), likelihood, prior);
    }

    private Likelihood likelihood(int classes) {
        return switch (distribution) {
            case GAUSSIAN -> noise.isPresent() ? new Likelihood.Gaussian(noise.getAsDouble())
                    : new Likelihood.GaussianLearned(LOG_NOISE_MEAN, LOG_NOISE_SD);
            case HETEROSCEDASTIC -> new Likelihood.Heteroscedastic();
            case STUDENT_T -> noise.isPresent() ? new Likelihood.StudentT(degrees, noise.getAsDouble())
                    : new Likelihood.StudentTLearned(degrees, LOG_NOISE_MEAN, LOG_NOISE_SD);
            case POISSON -> new Likelihood.Poisson();
            case BERNOULLI -> new Likelihood.Bernoulli();
            case CATEGORICAL -> new Likelihood.Categorical(classes);
        };
    }

    private static double positive(Values values, String name) {
        double value = values.number(name).orElseThrow();
        if (!(value > 0)) {
            throw values.wrong(name, "above 0");
        }
        return value;
    }

    private static OptionalDouble noise(Values values) {
        if (values.text("noise").equals("learned")) {
            return OptionalDouble.empty();
        }
        try {
            OptionalDouble noise = values.number("noise");
            if (noise.getAsDouble() > 0) {
                return noise;
            }
        } catch (UsageException e) {
            // said below, with the other choice
        }
        throw values.wrong("noise", "learned, or a number above 0");
    }
}
