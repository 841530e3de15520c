package kelvin.bank;

import kelvin.model.Network;

/** Makes banks and predictors on one kind of hardware. */
public interface Device {
    /** A bank for the settings. */
    ReplicaBank bank(BankSettings settings);

    /** How its banks make gradients: as asked or, where that is left open, by a rule of the kind of device alone. */
    default Gradient gradient(Gradient asked) {
        return asked == Gradient.AUTO ? Gradient.FP32 : asked;
    }

    /**
     * A predictor for input rows.
     *
     * @param x inputs [rows][inputs], row-major
     * @param threads at most so many, at least 1
     */
    Predictor predictor(Network network, double[] x, int threads);
}
