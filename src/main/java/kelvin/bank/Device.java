package kelvin.bank;

import kelvin.model.Network;

/** Makes banks and predictors on one kind of hardware. */
public interface Device {
    /** A bank for the settings. */
    ReplicaBank bank(BankSettings settings);

    /**
     * A predictor for input rows.
     *
     * @param x inputs [rows][inputs], row-major
     * @param threads at most so many, at least 1
     */
    Predictor predictor(Network network, double[] x, int threads);
}
