package kelvin.bank.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;

/**
 * The fused path, for networks whose weights fit a block's shared memory. An advance is one launch where the whole grid
 * can be resident, so that swap rounds happen inside; else one launch from each swap round to the next, and a small one
 * for the round.
 */
final class FusedEngine implements Engine {
    private final CudaPlan plan;
    private final Kernel evaluate;
    private final Kernel advance;
    private final Kernel swapRound;
    private final Spread spread;
    private final Struct job;
    private final int slots;
    private final InputMemory inputs;
    private final List<DeviceMemory> scratch = new ArrayList<>();

    /** Tells the job of its memory. */
    FusedEngine(CudaDevice device, BankSettings settings, CudaPlan plan, Struct job) {
        this.plan = plan;
        this.job = job;
        slots = settings.block().size();
        String kind = plan.split().isPresent() ? "_tensor" : plan.wide() ? "_wide" : "_narrow";
        evaluate = device.kernel("evaluate" + kind);
        advance = device.kernel("advance" + kind);
        swapRound = device.kernel("swap_round");
        int perMultiprocessor = advance.occupancy(plan.threads(), (int) plan.bytes());
        spread = Spread.of(slots, plan.segments(), device.model().multiprocessors() * Math.max(1, perMultiprocessor),
                device.model());
        inputs = plan.inputs(settings.data().x(), device.layer(), job);
        long step = (long) ReplicaMemory.stride(settings.model().parameters()) * Float.BYTES;
        DeviceMemory places = DeviceMemory.of(plan.shared().partialPlaces(), "places of gradients");
        scratch.add(places);
        job.leaveOut("batch_").set("momentum", scratch(3 * spread.teams() * step, "momenta"))
                .set("partial", scratch((long) spread.teams() * plan.segments() * Float.BYTES
                        * (settings.gradients() ? plan.shared().partialFloats() : 0), "gradients of row segments"))
                .set("partial_stride", plan.shared().partialFloats()).set("partial_place", places)
                .set("partial_energy", scratch(4L * spread.teams() * plan.segments() * Double.BYTES, "energies"))
                .set("barrier", scratch((spread.teams() + 1L) * Integer.BYTES, "barriers"))
                .set("team_blocks", spread.blocks()).set("team_kind", spread.kind().ordinal());
        plan.split().ifPresent(split -> describe(split, device.layer()));
    }

    private void describe(SplitLayout split, StructLayout layer) {
        ByteBuffer layers = split.layers(layer, plan.shared());
        DeviceMemory memory = scratch(layers.limit(), "layers for tensor cores");
        memory.write(0, layers);
        job.set("split_layers", memory).set("outputs_at", split.outputsAt())
                .set("outputs_stride", split.outputsStride());
    }

    private DeviceMemory scratch(long bytes, String what) {
        DeviceMemory memory = new DeviceMemory(bytes, what);
        scratch.add(memory);
        return memory;
    }

    @Override
    public String description() {
        return plan.description() + ", " + spread.teams() + " x " + spread.blocks() + " blocks";
    }

    @Override
    public void evaluate() {
        evaluate.launch(grid(false), job);
    }

    /** Starts the kernel that goes trajectories there and back. */
    void reversal(Kernel kernel) {
        kernel.launch(grid(false), job);
    }

    private Kernel.Grid grid(boolean resident) {
        return new Kernel.Grid(spread.grid(), plan.threads(), (int) plan.bytes(), spread.cluster(),
                resident || spread.kind() == Spread.Kind.COOPERATIVE);
    }

    @Override
    public void advance(Advance orders, int from, int to, TraceMemory record) {
        if (spread.resident()) {
            launch(orders, from, to, from, to, record);
            return;
        }
        for (int start = from; start < to;) {
            int end = start + 1;
            while (end < to && !orders.swaps().dueAfter(orders.firstIteration() + end - 1)) {
                end++;
            }
            launch(orders, from, to, start, end, record);
            if (orders.swaps().dueAfter(orders.firstIteration() + end - 1)) {
                swapRound.launch(new Kernel.Grid((slots + 127) / 128, 128, 0, 1, false), job);
            }
            start = end;
        }
    }

    /** Starts iterations start to end - 1 of those from first to last - 1 that are recorded together. */
    private void launch(Advance orders, int first, int last, int start, int end, TraceMemory record) {
        record.describe(job, orders, first, last, start, end);
        job.set("swap_inside", spread.resident() ? 1 : 0);
        job.requireAll();
        advance.launch(grid(spread.resident()), job);
    }

    @Override
    public void close() {
        inputs.close();
        scratch.forEach(DeviceMemory::close);
    }
}
