package kelvin.sampler;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.explorer.Scales;
import kelvin.explorer.StepSizes;

/**
 * All that the next iteration of a slot depends on: its replica with cached energies, and what its explorer has
 * learned. It is saved slot by slot, so that a run may go on with other ranks.
 */
final class SlotStates {
    /** Of energies, identity and step size, at most. */
    private static final int OTHER_BYTES = 256;

    private final ReplicaBank bank;
    private final int[] identity;
    private final StepSizes steps;
    private final Optional<Scales> scales;
    private final ByteBuffer floats;

    /**
     * The slots of a rank.
     *
     * @param identity which of its ladder's replicas each of the bank's replicas is
     * @param scales of proposals, where they are adapted
     */
    SlotStates(ReplicaBank bank, int[] identity, StepSizes steps, Optional<Scales> scales) {
        this.bank = bank;
        this.identity = identity;
        this.steps = steps;
        this.scales = scales;
        floats = ByteBuffer.allocate(Math.multiplyExact(bank.stateFloats(), Float.BYTES));
    }

    /** Bytes of the longest state of a slot, or a little more. */
    int bytes() {
        return Math.addExact(Math.addExact(floats.capacity(), OTHER_BYTES), scales.map(Scales::bytes).orElse(0));
    }

    void save(int slot, DataOutput out) throws IOException {
        out.writeInt(identity[bank.replica(slot)]);
        out.writeDouble(bank.logLikelihood(slot));
        out.writeDouble(bank.logPrior(slot));
        bank.pack(slot, floats.asFloatBuffer());
        out.write(floats.array());
        steps.save(slot, out);
        if (scales.isPresent()) {
            scales.get().save(slot, out);
        }
    }

    /**
     * Gives a slot what {@link #save} wrote, on this rank or on another.
     *
     * @throws IOException if there is no such replica, or the input ends early
     */
    void restore(int slot, DataInput in) throws IOException {
        SlotBlock block = bank.settings().block();
        int replica = in.readInt();
        if (!(replica >= 0 && replica < block.totalRungs())) {
            throw new IOException("replica " + replica + ", must be 0 to " + (block.totalRungs() - 1));
        }
        double logLikelihood = in.readDouble();
        double logPrior = in.readDouble();
        in.readFully(floats.array());
        bank.unpack(slot, floats.asFloatBuffer(), logLikelihood, logPrior);
        identity[bank.replica(slot)] = replica;
        steps.restore(slot, in);
        if (scales.isPresent()) {
            scales.get().restore(slot, in);
        }
    }
}
