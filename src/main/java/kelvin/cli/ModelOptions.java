package kelvin.cli;

import java.util.ArrayList;
import java.util.List;

import kelvin.model.Activation;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;

/**
 * What the options say of the model.
 *
 * @param hidden widths of the hidden layers
 * @param activation after each of them
 * @param likelihood the distribution of the targets
 * @param prior of the network's parameters
 */
record ModelOptions(List<Integer> hidden, Activation activation, Likelihood likelihood, Prior prior) {
    /** The options' names, none of which goes with a reference case, which has a model. */
    static final List<String> NAMES = List.of("hidden", "activation", "likelihood", "noise", "prior", "prior-scale");

    private static final double LOG_NOISE_MEAN = -1;
    private static final double LOG_NOISE_SD = 1;

    private enum Targets { GAUSSIAN }

    static ModelOptions of(Values values) {
        values.choice("likelihood", Targets.class);
        double scale = values.number("prior-scale").orElseThrow();
        if (!(scale > 0)) {
            throw values.wrong("prior-scale", "above 0");
        }
        return new ModelOptions(values.integers("hidden", 1), values.choice("activation", Activation.class),
                gaussian(values), new Prior(values.choice("prior", Prior.Kind.class), scale));
    }

    /** The model for data of so many columns. */
    Model over(int inputs, int targets) {
        List<Integer> sizes = new ArrayList<>(hidden);
        sizes.add(0, inputs);
        sizes.add(likelihood.outputs(targets));
        return new Model(new Network(sizes, activation), likelihood, prior);
    }

    private static Likelihood gaussian(Values values) {
        if (values.text("noise").equals("learned")) {
            return new Likelihood.GaussianLearned(LOG_NOISE_MEAN, LOG_NOISE_SD);
        }
        try {
            return new Likelihood.Gaussian(values.number("noise").orElseThrow());
        } catch (IllegalArgumentException | UsageException e) {
            throw values.wrong("noise", "learned, or a number above 0");
        }
    }
}
