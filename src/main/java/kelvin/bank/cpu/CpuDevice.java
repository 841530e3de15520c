package kelvin.bank.cpu;

import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.Gradient;
import kelvin.bank.Predictor;
import kelvin.bank.ReplicaBank;
import kelvin.model.Network;

/** The processor's cores. */
public final class CpuDevice implements Device {
    private final Arithmetic arithmetic;

    /** The fastest arithmetic this virtual machine has. */
    public CpuDevice() {
        this(Arithmetics.best());
    }

    /** A chosen arithmetic; all give the same bits. */
    public CpuDevice(Arithmetic arithmetic) {
        this.arithmetic = arithmetic;
    }

    @Override
    public ReplicaBank bank(BankSettings settings) {
        if (settings.gradient() == Gradient.TENSOR) {
            throw new UnsupportedOperationException("--gradient: tensor, a CPU has no tensor cores; must be fp32, or "
                    + "--device cuda");
        }
        return new CpuBank(settings, arithmetic);
    }

    @Override
    public Predictor predictor(Network network, double[] x, int threads) {
        return new CpuPredictor(network, x, threads, arithmetic);
    }

    /**
     * Scratch memory of one thread for a network and a number of rows, bytes: at most about half of a second-level
     * cache of 1 MiB, beside the parameters and their gradient, except where 64 rows alone need more.
     */
    public static long scratchBytes(Network network, int rows) {
        return new NetworkPass(network, new ScalarArithmetic(), RowChunks.of(network, rows), null).bytes();
    }
}
