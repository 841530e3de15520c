package kelvin.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;

import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.DeviceException;
import kelvin.bank.SlotBlock;
import kelvin.bank.cpu.CpuDevice;
import kelvin.bank.cuda.CudaDevice;
import kelvin.bank.cuda.KernelChoice;
import kelvin.model.Network;
import kelvin.sampler.SampleSettings;
import kelvin.team.Team;

/**
 * What computes: the same kind of device on every rank, because equal runs give equal bits on one kind alone.
 *
 * @param device of this rank
 * @param kind cpu or cuda, as run files have it
 * @param auto whether it was left open
 * @param reason why --device auto took no GPU; empty where it did, or was told what to take
 */
record DeviceChoice(Device device, String kind, boolean auto, String reason) {
    static final Flag FLAG = new Flag("device", "auto|cpu|cuda", "auto", "what computes; auto takes a GPU where every rank "
            + "has one");

    static final Flag KERNEL = new Flag("kernel", "auto|fused|cublas", "auto", "how a GPU computes: by kernels that keep "
            + "a replica's weights on the chip, or by cuBLAS for wide layers; auto knows which is faster");

    private enum Kind { AUTO, CPU, CUDA }

    /** Takes what --device says; every rank must call this. */
    static DeviceChoice reach(Team team, Callable<Values> values) {
        DeviceChoice mine = Agreement.reach(team, () -> open(values.call(), team.localRank()));
        return mine.unless(team, mine.reason);
    }

    /**
     * The same, or the CPU on every rank where auto took GPUs and that of one cannot run the problem: it has nothing for it,
     * or no cuBLAS. Every rank must call this.
     */
    DeviceChoice fitting(Team team, SampleSettings settings) {
        return fitting(team, () -> device.bank(new BankSettings(settings.model(), settings.train(), 0, SlotBlock.whole(1, 1),
                true, settings.gradient(), 1)).close());
    }

    /** The same for predictions. */
    DeviceChoice fitting(Team team, Network network) {
        return fitting(team, () -> device.predictor(network, new double[network.inputs()], 1).close());
    }

    private DeviceChoice fitting(Team team, Runnable attempt) {
        String why = "";
        if (auto && kind.equals("cuda")) {
            try {
                attempt.run();
            } catch (UnsupportedOperationException | DeviceException e) {
                why = e.getMessage();
            }
        }
        return unless(team, why);
    }

    /** This, unless a rank has a reason for the CPU: then all take it, and say the reason of the lowest such rank. */
    private DeviceChoice unless(Team team, String why) {
        List<byte[]> all = team.gather(why.getBytes(StandardCharsets.UTF_8));
        byte[] first = all.stream().filter(bytes -> bytes.length > 0).findFirst().orElse(new byte[0]);
        String reason = new String(team.broadcast(first), StandardCharsets.UTF_8);
        return reason.isEmpty() ? this : cpu(reason);
    }

    /** The same for a command that runs on one rank alone. */
    static DeviceChoice here(Values values) {
        return open(values, 0);
    }

    private static DeviceChoice open(Values values, int localRank) {
        Kind kind = values.choice(FLAG.name(), Kind.class);
        if (kind == Kind.CPU) {
            return cpu("");
        }
        try {
            CudaDevice gpu = CudaDevice.open(localRank, values.choice(KERNEL.name(), KernelChoice.class));
            return kind == Kind.AUTO && gpu.emulated() ? cpu("the CUDA driver is the stand-in of the tests")
                    : new DeviceChoice(gpu, "cuda", kind == Kind.AUTO, "");
        } catch (DeviceException e) {
            if (kind == Kind.CUDA) {
                throw e;
            }
            return cpu(e.getMessage());
        }
    }

    private static DeviceChoice cpu(String reason) {
        return new DeviceChoice(new CpuDevice(), "cpu", !reason.isEmpty(), reason);
    }
}
