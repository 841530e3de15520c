package kelvin.bank.cuda;

import kelvin.bank.Device;
import kelvin.bank.ReplicaBankContract;
import org.junit.jupiter.api.BeforeAll;

/** The contract with gradients on tensor cores: only the gradient's error is another. */
class TensorBankTest extends ReplicaBankContract {
    private static Device device;

    @BeforeAll
    static void open() {
        device = new TensorDevice(StandIn.device(KernelChoice.AUTO));
    }

    @Override
    protected Device device() {
        return device;
    }

    @Override
    protected double gradientTolerance() {
        return 1e-4;
    }
}
