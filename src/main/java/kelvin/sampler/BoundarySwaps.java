package kelvin.sampler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.team.Team;
import kelvin.tempering.BrokenInvariantException;
import kelvin.tempering.Coefficients;
import kelvin.tempering.Ladder;
import kelvin.tempering.Swap;
import kelvin.tempering.SwapSchedule;

/**
 * Swaps between this rank's edge rungs and those of the adjacent ranks: the energies of all ladders in one message
 * each way, from which both sides take the same decisions, then the accepted replicas in one message each way.
 */
final class BoundarySwaps {
    private static final int ENERGIES = 1;
    private static final int STATES = 2;
    private static final int DECISIONS = 3;
    /** Log-likelihood, log-prior and the replica's number within its ladder. */
    private static final int ENERGY_BYTES = 2 * Double.BYTES + Integer.BYTES;

    private final Team team;
    private final ReplicaBank bank;
    private final SlotBlock block;
    private final SwapSchedule schedule;
    private final boolean check;
    private final Stopwatch stopwatch;
    private final Stream stream;
    private final int[] identity;
    private final ByteBuffer energiesOut;
    private final ByteBuffer energiesIn;
    private final ByteBuffer statesOut;
    private final ByteBuffer statesIn;
    private final BitSet accepted;

    /**
     * Swaps of one rank.
     *
     * @param identity which of its ladder's replicas each of the bank's replicas is; kept up to date here
     * @param check whether both sides compare their decisions
     * @param stopwatch running while swaps go on
     */
    BoundarySwaps(Team team, ReplicaBank bank, SwapSchedule schedule, int[] identity, boolean check,
            Stopwatch stopwatch) {
        this.team = team;
        this.bank = bank;
        this.block = bank.settings().block();
        this.schedule = schedule;
        this.identity = identity;
        this.check = check;
        this.stopwatch = stopwatch;
        stream = new Stream(bank.settings().seed());
        accepted = new BitSet(block.ladders());
        boolean alone = block.rungs() == block.totalRungs();
        energiesOut = buffer(alone ? 0 : block.ladders() * ENERGY_BYTES);
        energiesIn = buffer(energiesOut.capacity());
        int stateBytes = Math.multiplyExact(Math.multiplyExact(block.ladders(), bank.stateFloats()), Float.BYTES);
        statesOut = buffer(alone ? 0 : stateBytes);
        statesIn = buffer(statesOut.capacity());
    }

    /** Whether the round after this iteration has a pair across an edge of the block. */
    boolean dueAfter(long iteration) {
        return schedule.tries(iteration, lowPair()) || schedule.tries(iteration, highPair());
    }

    /**
     * Tries the pairs across the block's edges that are due after the trace's last iteration and adds them to it.
     *
     * @throws BrokenInvariantException if the two sides of a boundary decided differently
     */
    void swap(long iteration, Ladder ladder, Trace trace) {
        // Boundaries above even ranks first, on all ranks: no rank waits for a chain of others.
        boolean highFirst = team.rank() % 2 == 0;
        for (int turn = 0; turn < 2; turn++) {
            boolean high = (turn == 0) == highFirst;
            if (schedule.tries(iteration, high ? highPair() : lowPair())) {
                swap(iteration, ladder, high, trace);
            }
        }
    }

    private int lowPair() {
        return block.firstRung() - 1;
    }

    private int highPair() {
        return block.firstRung() + block.rungs() - 1;
    }

    private void swap(long iteration, Ladder ladder, boolean high, Trace trace) {
        int peer = team.rank() + (high ? 1 : -1);
        int pair = high ? highPair() : lowPair();
        energiesOut.clear();
        for (int m = 0; m < block.ladders(); m++) {
            int slot = edgeSlot(m, high);
            energiesOut.putDouble(bank.logLikelihood(slot)).putDouble(bank.logPrior(slot))
                    .putInt(identity[bank.replica(slot)]);
        }
        energiesOut.flip();
        energiesIn.clear();
        stopwatch.stop(Stopwatch.Part.SWAP);
        team.exchange(peer, ENERGIES, energiesOut, energiesIn);
        stopwatch.stop(Stopwatch.Part.WAIT);
        decide(iteration, ladder, pair, high, trace);
        if (check) {
            compareDecisions(iteration, pair, peer);
        }
        exchangeStates(peer, high);
        stopwatch.swapped();
    }

    private void decide(long iteration, Ladder ladder, int pair, boolean high, Trace trace) {
        Coefficients colder = ladder.coefficients(pair);
        Coefficients hotter = ladder.coefficients(pair + 1);
        accepted.clear();
        for (int m = 0; m < block.ladders(); m++) {
            int slot = edgeSlot(m, high);
            double mineL = bank.logLikelihood(slot);
            double mineP = bank.logPrior(slot);
            double theirsL = energiesIn.getDouble(m * ENERGY_BYTES);
            double theirsP = energiesIn.getDouble(m * ENERGY_BYTES + Double.BYTES);
            // Both sides hand over the colder rung's energies first: the same arithmetic, so the same bits.
            double probability = high ? Swap.acceptance(colder, hotter, mineL, mineP, theirsL, theirsP)
                    : Swap.acceptance(colder, hotter, theirsL, theirsP, mineL, mineP);
            int colderSlot = block.global(slot) - (high ? 0 : 1);
            boolean swapped = stream.at(Purpose.SWAP, colderSlot, iteration).uniform(0) < probability;
            accepted.set(m, swapped);
            if (high) {
                int last = trace.at(trace.iterations() - 1, slot);
                trace.swapAcceptance[last] = probability;
                trace.swapped[last] = swapped;
            }
        }
    }

    private void exchangeStates(int peer, boolean high) {
        if (accepted.isEmpty()) {
            return;
        }
        int floats = accepted.cardinality() * bank.stateFloats();
        statesOut.clear().limit(floats * Float.BYTES);
        statesIn.clear().limit(floats * Float.BYTES);
        var out = statesOut.asFloatBuffer();
        for (int m = accepted.nextSetBit(0); m >= 0; m = accepted.nextSetBit(m + 1)) {
            bank.pack(edgeSlot(m, high), out);
        }
        team.exchange(peer, STATES, statesOut, statesIn);
        var in = statesIn.asFloatBuffer();
        for (int m = accepted.nextSetBit(0); m >= 0; m = accepted.nextSetBit(m + 1)) {
            int slot = edgeSlot(m, high);
            int at = m * ENERGY_BYTES;
            bank.unpack(slot, in, energiesIn.getDouble(at), energiesIn.getDouble(at + Double.BYTES));
            identity[bank.replica(slot)] = energiesIn.getInt(at + 2 * Double.BYTES);
        }
    }

    private void compareDecisions(long iteration, int pair, int peer) {
        ByteBuffer mine = buffer(block.ladders());
        ByteBuffer theirs = buffer(block.ladders());
        for (int m = 0; m < block.ladders(); m++) {
            mine.put(m, (byte) (accepted.get(m) ? 1 : 0));
        }
        team.exchange(peer, DECISIONS, mine, theirs);
        if (!mine.equals(theirs)) {
            throw new BrokenInvariantException("iteration " + iteration + ", rungs " + pair + " and " + (pair + 1)
                    + ": ranks " + team.rank() + " and " + peer + " decided a swap differently");
        }
    }

    private int edgeSlot(int m, boolean high) {
        return m * block.rungs() + (high ? block.rungs() - 1 : 0);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
