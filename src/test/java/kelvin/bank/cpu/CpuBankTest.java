package kelvin.bank.cpu;

import kelvin.bank.Device;
import kelvin.bank.ReplicaBankContract;

class CpuBankTest extends ReplicaBankContract {
    @Override
    protected Device device() {
        return new CpuDevice();
    }
}
