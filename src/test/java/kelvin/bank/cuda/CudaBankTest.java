package kelvin.bank.cuda;

import kelvin.bank.Device;
import kelvin.bank.ReplicaBankContract;
import org.junit.jupiter.api.BeforeAll;

class CudaBankTest extends ReplicaBankContract {
    private static CudaDevice device;

    @BeforeAll
    static void open() {
        device = StandIn.device(KernelChoice.FUSED);
    }

    @Override
    protected Device device() {
        return device;
    }
}
