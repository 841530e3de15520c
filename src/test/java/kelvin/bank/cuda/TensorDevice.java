package kelvin.bank.cuda;

import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.Gradient;
import kelvin.bank.Predictor;
import kelvin.bank.ReplicaBank;
import kelvin.model.Network;

/** A GPU whose banks all make gradients on tensor cores. */
public record TensorDevice(CudaDevice device) implements Device {
    @Override
    public ReplicaBank bank(BankSettings settings) {
        return device.bank(tensor(settings));
    }

    static BankSettings tensor(BankSettings of) {
        return new BankSettings(of.model(), of.data(), of.seed(), of.block(), of.gradients(), Gradient.TENSOR,
                of.threads());
    }

    @Override
    public Gradient gradient(Gradient asked) {
        return Gradient.TENSOR;
    }

    @Override
    public Predictor predictor(Network network, double[] x, int threads) {
        return device.predictor(network, x, threads);
    }
}
