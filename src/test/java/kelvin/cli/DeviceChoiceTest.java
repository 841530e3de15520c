package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;

import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.DeviceException;
import kelvin.bank.Predictor;
import kelvin.bank.ReplicaBank;
import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.Network;
import kelvin.team.ThreadTeam;

import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
    private static final Network WIDE = Network.of(Activation.RELU, 1, 2, 1);

    /** In place of a GPU: computes on the CPU, or lacks cuBLAS. */
    private record Gpu(boolean cublas) implements Device {
        @Override
        public ReplicaBank bank(BankSettings settings) {
            throw new AssertionError("predictions need no bank");
        }

        @Override
        public Predictor predictor(Network network, double[] x, int threads) {
            if (!cublas) {
                throw new DeviceException("no cuBLAS");
            }
            return new CpuDevice().predictor(network, x, threads);
        }
    }

    private static List<DeviceChoice> onTwoRanks(boolean auto, boolean cublasOnBoth) {
        return ThreadTeam.run(2, null, team -> new DeviceChoice(new Gpu(cublasOnBoth || team.rank() == 0), "cuda", auto, "")
                .fitting(team, WIDE));
    }

    @Test
    void aGpuThatLacksCublasOnOneRankSendsAllToTheCpu() {
        for (DeviceChoice choice : onTwoRanks(true, false)) {
            assertEquals("cpu", choice.kind());
            assertEquals("no cuBLAS", choice.reason());
            assertSame(CpuDevice.class, choice.device().getClass());
        }
    }

    @Test
    void aGpuThatCanIsKept() {
        for (DeviceChoice choice : onTwoRanks(true, true)) {
            assertEquals(new DeviceChoice(new Gpu(true), "cuda", true, ""), choice);
        }
    }

    @Test
    void aGpuThatWasAskedForIsKeptForTheErrorThatWillSayWhy() {
        for (DeviceChoice choice : onTwoRanks(false, false)) {
            assertEquals("cuda", choice.kind());
        }
    }
}
