package kelvin.bank.cpu;

import kelvin.bank.Advance;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.random.Stream;

/** Takes a few slots in lockstep through iterations without swaps and records them. */
final class SlotRunner {
    private final SlotBlock block;
    private final Evaluator evaluator;
    private final Trial[] trials;
    private final Replica[] waiting;
    private final float[][] scales;
    private final Stream stream;

    /**
     * A runner of at most so many slots at once.
     *
     * @param scales of each slot of the block [slots][d]; the bank's to write between calls
     */
    SlotRunner(SlotBlock block, Evaluator evaluator, long seed, boolean gradients, int most, float[][] scales) {
        this.block = block;
        this.evaluator = evaluator;
        this.scales = scales;
        stream = new Stream(seed);
        trials = new Trial[most];
        waiting = new Replica[most];
        for (int g = 0; g < most; g++) {
            trials[g] = new Trial(evaluator.density, seed, gradients);
        }
    }

    /** Evaluates replicas first to first + count - 1 of the array. */
    void evaluate(Replica[] replicas, int first, int count) {
        for (int g = 0; g < count; g++) {
            waiting[g] = replicas[first + g];
        }
        evaluator.logLikelihoods(waiting, count);
        for (int g = 0; g < count; g++) {
            waiting[g].logPrior = evaluator.density.prior.value(waiting[g].theta);
        }
    }

    /**
     * Runs iterations from to to - 1 of a plan in slots first to first + count - 1.
     *
     * @param replicas all replicas; those of the slots may be exchanged for others
     * @param replicaOf which replica a slot holds
     */
    void run(Advance plan, int from, int to, int first, int count, Replica[] replicas, int[] replicaOf, Trace trace) {
        for (int i = from; i < to; i++) {
            iterate(plan, plan.firstIteration() + i, first, count, replicas, replicaOf);
            for (int g = 0; g < count; g++) {
                record(plan, i, first + g, trials[g], replicas, replicaOf, trace);
            }
        }
    }

    private void iterate(Advance plan, long iteration, int first, int count, Replica[] replicas, int[] replicaOf) {
        for (int g = 0; g < count; g++) {
            int slot = first + g;
            Replica current = replicas[replicaOf[slot]];
            Trial.check(current, block.ladder(slot), block.rung(slot), iteration);
            trials[g].begin(plan.transition(), current, plan.coefficients().get(slot % block.rungs()),
                    plan.stepSizes()[slot], scales[slot], plan.evaluations(slot, iteration, stream),
                    block.global(slot), iteration);
        }
        while (anyWaits(count)) {
            evaluator.logLikelihoods(waiting, count);
            for (int g = 0; g < count; g++) {
                if (waiting[g] != null) {
                    trials[g].step();
                }
            }
        }
        for (int g = 0; g < count; g++) {
            replicas[replicaOf[first + g]] = trials[g].decide(block.global(first + g), iteration);
        }
    }

    /** Lines up the proposals that wait for an evaluation. */
    private boolean anyWaits(int count) {
        boolean any = false;
        for (int g = 0; g < count; g++) {
            waiting[g] = trials[g].waits() ? trials[g].proposal() : null;
            any |= waiting[g] != null;
        }
        return any;
    }

    private void record(Advance plan, int i, int slot, Trial trial, Replica[] replicas, int[] replicaOf,
            Trace trace) {
        Replica replica = replicas[replicaOf[slot]];
        int at = trace.at(i, slot);
        trace.logLikelihood[at] = replica.logLikelihood;
        trace.logPrior[at] = replica.logPrior;
        trace.acceptance[at] = trial.acceptance();
        trace.outcome[at] = trial.outcome();
        trace.replica[at] = replicaOf[slot];
        trace.swapAcceptance[at] = Double.NaN;
        trace.swapped[at] = false;
        long iteration = plan.firstIteration() + i;
        if (block.rung(slot) == 0 && plan.draws().at(iteration)) {
            int draw = plan.drawsBefore(i);
            int d = replica.theta.length;
            System.arraycopy(replica.theta, 0, trace.draws,
                    (draw * block.ladders() + slot / block.rungs()) * d, d);
        }
    }
}
