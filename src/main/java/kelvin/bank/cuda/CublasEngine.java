package kelvin.bank.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.SlotBlock;
import kelvin.bank.Transition;
import kelvin.model.Prior;
import kelvin.random.Stream;

/**
 * The cuBLAS path, for networks of any width. The host leads: a step of all trajectories of a batch is a graph, which
 * evaluates, and a few small kernels around it. No slot's bits depend on which others are in its batch.
 */
final class CublasEngine implements Engine {
    /** PIECE_SUMS and TOTALS of kernels/batch.cuh. */
    private static final int PIECE_SUMS = 5;
    private static final int TOTALS = 3;

    private final CudaDevice device;
    private final BatchPlan plan;
    private final Struct job;
    private final SlotBlock block;
    private final long seed;
    private final boolean gradients;
    private final boolean layerScales;
    private final int layers;
    private final BatchPass pass;
    private final CudaStream.Graph evaluation;
    private final DeviceMemory slots;
    private final List<DeviceMemory> scratch = new ArrayList<>();

    /** Tells the job of its memory. */
    CublasEngine(CudaDevice device, BankSettings settings, BatchPlan plan, Struct job) {
        this.device = device;
        this.plan = plan;
        this.job = job;
        block = settings.block();
        seed = settings.seed();
        gradients = settings.gradients();
        layerScales = settings.model().prior().kind() == Prior.Kind.HIERARCHICAL;
        layers = settings.model().network().layers();
        int d = settings.model().parameters();
        pass = new BatchPass(device, plan, d, settings.data().x(), gradients, job);
        slots = new DeviceMemory((long) batches() * plan.size() * Integer.BYTES, "slots of batches");
        long size = plan.size();
        job.leaveOut("tile", "segments", "x_at", "team_", "partial", "barrier", "swap_inside")
                .set("momentum", scratch(3 * size * ReplicaMemory.stride(d) * Float.BYTES, "momenta"))
                .set("batch_slots", slots).set("batch_pieces", plan.pieces())
                .set("batch_square_parts", plan.squareParts()).set("batch_step", 0)
                .set("batch_piece_sums", doubles(size * PIECE_SUMS * plan.pieces(), "sums over parameters"))
                .set("batch_squares", doubles(size * layers * 2 * plan.squareParts(), "squares of layers"))
                .set("batch_totals", doubles(size * TOTALS, "totals"));
        evaluation = pass.evaluation(gradients);
    }

    private DeviceMemory scratch(long bytes, String what) {
        DeviceMemory memory = new DeviceMemory(bytes, what);
        scratch.add(memory);
        return memory;
    }

    private DeviceMemory doubles(long count, String what) {
        return scratch(count * Double.BYTES, what);
    }

    private int batches() {
        return (block.size() + plan.size() - 1) / plan.size();
    }

    @Override
    public String description() {
        return plan.description();
    }

    /** A kernel over the parameters of the batch. */
    private void launch(String kernel) {
        launch(kernel, plan.pieces());
    }

    private void launch(String kernel, int parts) {
        pass.launch(kernel, parts, plan.threads(), SharedLayout.priorBytes(layers));
    }

    /** Puts slots into batches, in the given order. */
    private void fill(int[] order) {
        int[] places = IntStream.range(0, batches() * plan.size()).map(i -> i < order.length ? order[i] : -1).toArray();
        slots.write(0, places);
    }

    private void chooseBatch(int batch) {
        job.set("batch_slots", slots, (long) batch * plan.size() * Integer.BYTES);
    }

    @Override
    public void evaluate() {
        fill(IntStream.range(0, block.size()).toArray());
        for (int batch = 0; batch < batches(); batch++) {
            chooseBatch(batch);
            density(0);
            launch("batch_energies");
            launch("batch_store");
        }
    }

    /** Evaluates the batch's current states (step 0) or proposals. */
    private void density(int step) {
        job.set("batch_step", step);
        launch("batch_gather");
        evaluation.launch();
        device.launched("batch_rows, batch_mask");
        squares();
    }

    /** What the prior needs of the states of the step. */
    private void squares() {
        if (layerScales) {
            launch("batch_squares", layers * plan.squareParts());
        }
    }

    @Override
    public void advance(Advance orders, int from, int to, TraceMemory record) {
        int[] order = byLength(orders);
        fill(order);
        Stream stream = new Stream(seed);
        for (int n = from; n < to; n++) {
            record.describe(job, orders, from, to, n, n + 1);
            job.requireAll();
            long iteration = orders.firstIteration() + n;
            boolean draws = block.holdsCold() && orders.draws().at(iteration);
            for (int batch = 0; batch < batches(); batch++) {
                chooseBatch(batch);
                // the first is the longest
                iterate(orders.transition(), evaluations(orders, order[batch * plan.size()], iteration, stream));
                if (draws) {
                    launch("batch_draw");
                }
            }
            if (orders.swaps().dueAfter(iteration)) {
                device.kernel("swap_round").launch(new Kernel.Grid((block.size() + 127) / 128, 128, 0, 1, false), job,
                        pass.stream());
            }
        }
    }

    /** One iteration of the batch, its longest trajectory so many steps long. */
    private void iterate(Transition transition, int steps) {
        boolean turns = transition instanceof Transition.Mams || transition instanceof Transition.Relaxation;
        job.set("batch_step", 0);
        squares();
        launch("batch_begin");
        if (turns) {
            launch("batch_turn");
        }
        for (int step = 1; step <= steps; step++) {
            density(step);
            if (gradients) {
                launch("batch_leap");
            }
            if (turns) {
                launch("batch_turn");
            }
        }
        launch("batch_energies");
        launch("batch_decide", 1);
    }

    /** Slots with long trajectories first, so that those of a batch end together. */
    private int[] byLength(Advance orders) {
        return IntStream.range(0, block.size()).boxed().sorted(Comparator.comparingInt(slot ->
                exact(orders, slot) ? 0 : -orders.leapfrogSteps()[slot])).mapToInt(Integer::intValue).toArray();
    }

    private boolean exact(Advance orders, int slot) {
        return orders.coefficients().get(slot % block.rungs()).likelihood() == 0;
    }

    private int evaluations(Advance orders, int slot, long iteration, Stream stream) {
        return exact(orders, slot) ? 1 : orders.evaluations(slot, iteration, stream);
    }

    @Override
    public void close() {
        evaluation.close();
        pass.close();
        slots.close();
        scratch.forEach(DeviceMemory::close);
    }
}
