package kelvin.bank.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.tempering.Coefficients;
import kelvin.tempering.Swap;

/**
 * Replicas in main memory, advanced by a crew of threads: a slot per thread for as many iterations as lie between two
 * swap rounds, and what is left over (fewer slots than threads) together, split over rows.
 */
public final class CpuBank implements ReplicaBank {
    private final BankSettings settings;
    private final SlotBlock block;
    private final Density density;
    private final Crew crew;
    private final Stream stream;
    private final Replica[] replicas;
    private final int[] replicaOf;
    /** Of each slot [slots][d]. */
    private final float[][] scales;
    /** One for each thread. */
    private final SlotRunner[] alone;
    /** For the slots left over; null if there never are any. */
    private final SlotRunner together;
    /** Slots below this number are advanced one by a thread, the rest together. */
    private final int single;
    private final Crew.Task runTask = this::runSlot;
    private final Crew.Task evaluateTask = this::evaluateReplica;
    private Advance plan;
    private Trace trace;
    private int from;
    private int to;

    /** A bank with all parameters 0 and stale caches. */
    CpuBank(BankSettings settings, Arithmetic arithmetic) {
        this.settings = settings;
        block = settings.block();
        density = new Density(settings, arithmetic);
        stream = new Stream(settings.seed());
        replicas = new Replica[block.size()];
        replicaOf = new int[block.size()];
        for (int s = 0; s < replicas.length; s++) {
            replicas[s] = new Replica(settings.model().parameters(), settings.gradients());
            replicaOf[s] = s;
        }
        scales = new float[block.size()][settings.model().parameters()];
        for (float[] slot : scales) {
            Arrays.fill(slot, 1);
        }
        crew = new Crew(settings.threads());
        int threads = crew.size();
        int rest = block.size() % threads;
        single = block.size() - rest;
        alone = new SlotRunner[single == 0 ? 0 : threads];
        for (int i = 0; i < alone.length; i++) {
            alone[i] = runner(new Evaluator.Alone(density, settings.gradients()), 1);
        }
        together = rest == 0 ? null : runner(new Evaluator.Together(density, settings.gradients(), crew, rest), rest);
    }

    private SlotRunner runner(Evaluator evaluator, int most) {
        return new SlotRunner(block, evaluator, settings.seed(), settings.gradients(), most, scales);
    }

    @Override
    public BankSettings settings() {
        return settings;
    }

    @Override
    public String device() {
        return "CPU, " + density.arithmetic.description() + ", " + crew.size()
                + (crew.size() == 1 ? " thread" : " threads");
    }

    @Override
    public void setParameters(int slot, float[] theta) {
        Replica replica = at(slot);
        System.arraycopy(theta, 0, replica.theta, 0, replica.theta.length);
        replica.logLikelihood = Double.NaN;
        replica.logPrior = Double.NaN;
    }

    @Override
    public void parameters(int slot, float[] theta) {
        float[] own = at(slot).theta;
        System.arraycopy(own, 0, theta, 0, own.length);
    }

    @Override
    public void evaluate() {
        crew.run(single, evaluateTask);
        if (together != null) {
            together.evaluate(replicas, single, block.size() - single);
        }
    }

    @Override
    public double logLikelihood(int slot) {
        return at(slot).logLikelihood;
    }

    @Override
    public double logPrior(int slot) {
        return at(slot).logPrior;
    }

    @Override
    public void logLikelihoodGradient(int slot, float[] gradient) {
        float[] own = at(slot).gradient;
        if (own == null) {
            throw new IllegalStateException("gradients: the bank was made to carry none");
        }
        System.arraycopy(own, 0, gradient, 0, own.length);
    }

    @Override
    public void logPriorGradient(int slot, float[] gradient) {
        density.prior.gradient(at(slot).theta, gradient);
    }

    @Override
    public void setScales(int slot, float[] slotScales) {
        for (float scale : slotScales) {
            if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("scale: " + scale + ", must be above 0 and finite");
            }
        }
        System.arraycopy(slotScales, 0, scales[slot], 0, scales[slot].length);
    }

    @Override
    public void advance(Advance advance, Trace into) {
        advance.check(settings, into);
        plan = advance;
        trace = into;
        for (from = 0; from < plan.iterations(); from = to) {
            to = from + 1;
            while (to < plan.iterations() && !plan.swaps().dueAfter(plan.firstIteration() + to - 1)) {
                to++;
            }
            crew.run(single, runTask);
            if (together != null) {
                together.run(plan, from, to, single, block.size() - single, replicas, replicaOf, trace);
            }
            swaps(to - 1);
        }
        trace.filled(plan.iterations(), plan.drawsBefore(plan.iterations()));
    }

    private void swaps(int i) {
        long iteration = plan.firstIteration() + i;
        List<Coefficients> coefficients = plan.coefficients();
        for (int s = 0; s + 1 < block.size(); s++) {
            int rung = s % block.rungs();
            if (rung + 1 < block.rungs() && plan.swaps().tries(iteration, block.rung(s))) {
                Replica a = at(s);
                Replica b = at(s + 1);
                double acceptance = Swap.acceptance(coefficients.get(rung), coefficients.get(rung + 1),
                        a.logLikelihood, a.logPrior, b.logLikelihood, b.logPrior);
                boolean accepted = stream.at(Purpose.SWAP, block.global(s), iteration).uniform(0) < acceptance;
                if (accepted) {
                    int held = replicaOf[s];
                    replicaOf[s] = replicaOf[s + 1];
                    replicaOf[s + 1] = held;
                }
                trace.swapAcceptance[trace.at(i, s)] = acceptance;
                trace.swapped[trace.at(i, s)] = accepted;
            }
        }
    }

    private void runSlot(int slot, int worker) {
        alone[worker].run(plan, from, to, slot, 1, replicas, replicaOf, trace);
    }

    private void evaluateReplica(int replica, int worker) {
        alone[worker].evaluate(replicas, replica, 1);
    }

    @Override
    public int replica(int slot) {
        return replicaOf[slot];
    }

    @Override
    public int stateFloats() {
        return settings.model().parameters() * (settings.gradients() ? 2 : 1);
    }

    @Override
    public void pack(int slot, FloatBuffer into) {
        Replica replica = at(slot);
        into.put(replica.theta);
        if (replica.gradient != null) {
            into.put(replica.gradient);
        }
    }

    @Override
    public void unpack(int slot, FloatBuffer packed, double logLikelihood, double logPrior) {
        Replica replica = at(slot);
        packed.get(replica.theta);
        if (replica.gradient != null) {
            packed.get(replica.gradient);
        }
        replica.logLikelihood = logLikelihood;
        replica.logPrior = logPrior;
    }

    private Replica at(int slot) {
        return replicas[replicaOf[slot]];
    }

    @Override
    public void close() {
        crew.close();
    }
}
