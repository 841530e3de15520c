package kelvin.bank;

import kelvin.model.DataSet;
import kelvin.model.Model;

/**
 * What a bank is made for; none of it changes during its life.
 *
 * @param model network, likelihood and prior
 * @param data rows the likelihood is taken over
 * @param seed of all random numbers
 * @param block the slots of this rank
 * @param gradients whether replicas carry the gradient of their log-likelihood
 * @param gradient how it is computed
 * @param threads at most so many threads on a CPU, at least 1; never changes a bit
 */
public record BankSettings(Model model, DataSet data, long seed, SlotBlock block, boolean gradients,
        Gradient gradient, int threads) {
    /** With the gradients that the kind of device has by default. */
    public BankSettings(Model model, DataSet data, long seed, SlotBlock block, boolean gradients, int threads) {
        this(model, data, seed, block, gradients, Gradient.AUTO, threads);
    }

    /** Checks that model and data fit each other. */
    public BankSettings {
        if (!(model.network().inputs() == data.inputs())) {
            throw new IllegalArgumentException("network inputs: " + model.network().inputs()
                    + ", must be the data's " + data.inputs());
        }
        if (!(model.network().outputs() == model.likelihood().outputs(data.targets()))) {
            throw new IllegalArgumentException("network outputs: " + model.network().outputs() + ", must be "
                    + model.likelihood().outputs(data.targets()) + " for " + data.targets() + " targets and likelihood "
                    + model.likelihood().label());
        }
        if (!(threads >= 1)) {
            throw new IllegalArgumentException("threads: " + threads + ", must be at least 1");
        }
    }
}
