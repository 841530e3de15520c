package kelvin.bank.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Gradient;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.tempering.BrokenInvariantException;
import kelvin.tempering.Coefficients;

/** Replicas in the memory of a GPU, and how they are handed in and out; an {@link Engine} computes. */
final class CudaBank implements ReplicaBank {
    /** Entries of a trace that are recorded on the GPU before they are fetched: 40 MB. */
    private static final int MOST_ENTRIES = 1 << 20;
    private static final long MOST_DRAW_BYTES = 1L << 28;
    private static final int PRIOR_THREADS = 256;

    private final CudaDevice device;
    private final BankSettings settings;
    private final SlotBlock block;
    private final int parameters;
    private final Kernel priorGradient;
    private final Struct job;
    private final Engine engine;
    private final DensityMemory density;
    /** Where positions are, with gradients on tensor cores. */
    private final Optional<Lattice> lattice;
    private final DeviceMemory spacings;
    private final ReplicaMemory replicas;
    private final DeviceMemory globalSlots;
    private final DeviceMemory scales;
    /** Coefficients [slots][2], step sizes [slots], leapfrog steps [slots]. */
    private final DeviceMemory orderMemory;
    private final ByteBuffer ordersCopy;
    private final float[] vector;
    private TraceMemory record;

    /** A bank with all parameters 0 and stale caches. */
    CudaBank(CudaDevice device, BankSettings settings) {
        this.device = device;
        this.settings = settings;
        block = settings.block();
        parameters = settings.model().parameters();
        int slots = block.size();
        Function<Struct, Engine> ofJob = device.engine(settings);
        Gradient gradient = settings.gradients() ? device.gradient(settings.gradient()) : Gradient.FP32;
        priorGradient = device.kernel("prior_gradient");
        job = device.job();
        density = new DensityMemory(settings, job);
        lattice = gradient == Gradient.TENSOR ? Optional.of(new Lattice(settings.model())) : Optional.empty();
        spacings = DeviceMemory.of(lattice.map(Lattice::spacings).orElse(new float[0]), "spacings of the lattice");
        job.none("split_layers").set("outputs_at", 0).set("outputs_stride", 0);
        if (lattice.isPresent()) {
            job.set("spacing", spacings);
        } else {
            job.none("spacing");
        }
        replicas = new ReplicaMemory(slots, parameters, settings.gradients(), job);
        int[] global = new int[slots];
        Arrays.setAll(global, block::global);
        globalSlots = DeviceMemory.of(global, "slot numbers");
        vector = new float[parameters];
        Arrays.fill(vector, 1);
        long step = (long) ReplicaMemory.stride(parameters) * Float.BYTES;
        scales = new DeviceMemory(slots * step, "scales of proposals");
        for (int s = 0; s < slots; s++) {
            scales.write(s * step, vector, parameters);
        }
        ordersCopy = ByteBuffer.allocateDirect(slots * 24).order(ByteOrder.nativeOrder());
        orderMemory = new DeviceMemory(ordersCopy.limit(), "step sizes");
        record = new TraceMemory(block, parameters, 1, 0);
        job.set("gradients", settings.gradients() ? 1 : 0)
                .set("coefficients", orderMemory).set("step_size", orderMemory, slots * 16L)
                .set("leapfrog", orderMemory, slots * 20L).set("scales", scales)
                .set("seed", settings.seed()).set("rungs", block.rungs()).set("first_rung", block.firstRung())
                .set("total_rungs", block.totalRungs()).set("global_slot", globalSlots).set("outputs", globalSlots);
        engine = ofJob.apply(job);
    }

    @Override
    public BankSettings settings() {
        return settings;
    }

    @Override
    public String device() {
        return device + ", " + engine.description();
    }

    @Override
    public void setParameters(int slot, float[] theta) {
        device.use();
        int replica = replicas.replicaOf(slot);
        replicas.writeTheta(replica, lattice.map(on -> on.nearest(theta)).orElse(theta));
        replicas.setEnergies(replica, Double.NaN, Double.NaN);
    }

    @Override
    public void parameters(int slot, float[] theta) {
        device.use();
        replicas.readTheta(replicas.replicaOf(slot), theta);
    }

    @Override
    public void evaluate() {
        device.use();
        replicas.upload();
        engine.evaluate();
        device.await();
        replicas.download();
    }

    @Override
    public double logLikelihood(int slot) {
        return replicas.logLikelihood(replicas.replicaOf(slot));
    }

    @Override
    public double logPrior(int slot) {
        return replicas.logPrior(replicas.replicaOf(slot));
    }

    @Override
    public void logLikelihoodGradient(int slot, float[] gradient) {
        if (!settings.gradients()) {
            throw new IllegalStateException("gradients: the bank was made to carry none");
        }
        device.use();
        replicas.readGradient(replicas.replicaOf(slot), gradient);
    }

    @Override
    public void logPriorGradient(int slot, float[] gradient) {
        device.use();
        long step = (long) ReplicaMemory.stride(parameters) * Float.BYTES;
        try (DeviceMemory all = new DeviceMemory(block.size() * step, "prior gradients")) {
            replicas.upload();
            job.set("outputs", all);
            priorGradient.launch(new Kernel.Grid(block.size(), PRIOR_THREADS, SharedLayout.priorBytes(
                    settings.model().network().layers()), 1, false), job);
            device.await();
            all.read(slot * step, gradient, 0, parameters);
        }
    }

    /**
     * What is left of a trajectory that goes its leapfrog steps, turns round and goes as many back: of each slot how many
     * parameters had moved at the turn, how many are not to the bit where they were at the end, and how many momenta not
     * minus what they were. No state changes.
     *
     * @param onLattice whether steps are rounded to the lattice; they do not lead back elsewhere
     */
    float[][] reversal(Advance orders, boolean onLattice) {
        device.use();
        give(orders);
        try (DeviceMemory counts = new DeviceMemory(block.size() * 3L * Float.BYTES, "counts")) {
            replicas.upload();
            job.set("outputs", counts).set("first_iteration", orders.firstIteration());
            if (!onLattice) {
                job.none("spacing");
            }
            ((FusedEngine) engine).reversal(device.kernel("reversal"));
            device.await();
            float[][] perSlot = new float[block.size()][3];
            for (int s = 0; s < perSlot.length; s++) {
                counts.read(s * 3L * Float.BYTES, perSlot[s], 0, 3);
            }
            return perSlot;
        } finally {
            job.set("spacing", spacings);
        }
    }

    @Override
    public void setScales(int slot, float[] slotScales) {
        for (float scale : slotScales) {
            if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("scale: " + scale + ", must be above 0 and finite");
            }
        }
        device.use();
        scales.write((long) slot * ReplicaMemory.stride(parameters) * Float.BYTES, slotScales, parameters);
    }

    @Override
    public void advance(Advance orders, Trace trace) {
        orders.check(settings, trace);
        device.use();
        give(orders);
        int most = Math.max(1, MOST_ENTRIES / block.size());
        int draws = (int) Math.max(1, MOST_DRAW_BYTES / ((long) block.ladders() * parameters * Float.BYTES));
        for (int from = 0; from < orders.iterations();) {
            int to = Math.min(orders.iterations(), from + most);
            while (to > from + 1 && orders.drawsBefore(to) - orders.drawsBefore(from) > draws) {
                to = from + (to - from) / 2;
            }
            run(orders, trace, from, to);
            from = to;
        }
        trace.filled(orders.iterations(), orders.drawsBefore(orders.iterations()));
    }

    /** Writes what does not change within a call. */
    private void give(Advance orders) {
        Transition transition = orders.transition();
        for (int s = 0; s < block.size(); s++) {
            Coefficients at = orders.coefficients().get(s % block.rungs());
            ordersCopy.putDouble(16 * s, at.likelihood()).putDouble(16 * s + 8, at.prior())
                    .putFloat(16 * block.size() + 4 * s, (float) orders.stepSizes()[s])
                    .putInt(20 * block.size() + 4 * s, transition instanceof Transition.Mala ? 1
                            : orders.leapfrogSteps()[s]);
        }
        orderMemory.write(0, ordersCopy);
        job.set("transition", number(transition))
                .set("jitter", transition instanceof Transition.Hmc hmc ? hmc.jitter()
                        : transition instanceof Transition.Mams mams ? mams.jitter()
                        : transition instanceof Transition.Relaxation relaxation ? relaxation.jitter() : 0)
                .set("swap_every", orders.swaps().every())
                .set("draw_origin", orders.draws().origin()).set("draw_thin", orders.draws().thin());
    }

    /** TRANSITION_... of kernels/transition.cuh. */
    private static int number(Transition transition) {
        if (transition instanceof Transition.RandomWalk) {
            return 0;
        } else if (transition instanceof Transition.Mala || transition instanceof Transition.Hmc) {
            return 1;
        } else if (transition instanceof Transition.Mams) {
            return 2;
        } else if (transition instanceof Transition.Relaxation) {
            return 3;
        }
        throw new UnsupportedOperationException("explorer: " + transition + " has no CUDA kernel, --device cpu has it");
    }

    /** Iterations from to to - 1 of a call, which fit the record. */
    private void run(Advance orders, Trace trace, int from, int to) {
        int drawCount = block.holdsCold() ? orders.drawsBefore(to) - orders.drawsBefore(from) : 0;
        makeRoom(to - from, drawCount);
        replicas.upload();
        engine.advance(orders, from, to, record);
        device.await();
        replicas.download();
        check();
        record.read(trace, from, to - from, orders.drawsBefore(from), drawCount);
    }

    private void makeRoom(int iterations, int draws) {
        if (record.iterations() < iterations || record.draws() < draws) {
            record.close();
            record = new TraceMemory(block, parameters, Math.max(iterations, record.iterations()),
                    Math.max(draws, record.draws()));
        }
    }

    /** Stops the run where a state that was to be left, or a swap, had no energy. */
    private void check() {
        int first = -1;
        for (int s = 0; s < block.size(); s++) {
            if (replicas.broken(s) >= 0 && (first < 0 || replicas.broken(s) < replicas.broken(first))) {
                first = s;
            }
        }
        if (first >= 0) {
            throw new BrokenInvariantException("ladder " + block.ladder(first) + ", rung " + block.rung(first)
                    + ", iteration " + replicas.broken(first) + ": log-likelihood " + logLikelihood(first)
                    + ", log-prior " + logPrior(first) + " of the current state");
        }
    }

    @Override
    public int replica(int slot) {
        return replicas.replicaOf(slot);
    }

    @Override
    public int stateFloats() {
        return parameters * (settings.gradients() ? 2 : 1);
    }

    @Override
    public void pack(int slot, FloatBuffer into) {
        device.use();
        replicas.readTheta(replicas.replicaOf(slot), vector);
        into.put(vector);
        if (settings.gradients()) {
            replicas.readGradient(replicas.replicaOf(slot), vector);
            into.put(vector);
        }
    }

    @Override
    public void unpack(int slot, FloatBuffer from, double logLikelihood, double logPrior) {
        device.use();
        int replica = replicas.replicaOf(slot);
        from.get(vector);
        replicas.writeTheta(replica, vector);
        if (settings.gradients()) {
            from.get(vector);
            replicas.writeGradient(replica, vector);
        }
        replicas.setEnergies(replica, logLikelihood, logPrior);
    }

    @Override
    public void close() {
        device.use();
        engine.close();
        density.close();
        spacings.close();
        replicas.close();
        globalSlots.close();
        scales.close();
        orderMemory.close();
        record.close();
    }
}
