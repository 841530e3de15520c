package kelvin.store;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntPredicate;

import org.apache.commons.io.input.BoundedInputStream;

/** The part of a checkpoint that one rank wrote: the states of its slots at one iteration of one run. */
final class Shard {
    private static final String KIND = "KELVSHD1";
    private static final String WHAT = "part of a checkpoint";

    private Shard() {
    }

    /**
     * Writes a shard.
     *
     * @param fingerprint of the run
     * @param states of the slots, by their numbers over the whole run
     */
    static void write(Path path, long fingerprint, long iteration, Map<Integer, ByteArrayOutputStream> states) {
        SealedFile.write(path, KIND, out -> {
            out.writeLong(fingerprint);
            out.writeLong(iteration);
            out.writeInt(states.size());
            for (Map.Entry<Integer, ByteArrayOutputStream> slot : states.entrySet()) {
                out.writeInt(slot.getKey());
                out.writeLong(slot.getValue().size());
                slot.getValue().writeTo(out);
            }
        });
    }

    /**
     * Reads the states of those slots that are wanted.
     *
     * @throws StoreException if the file is damaged, or of another run or iteration
     */
    static void read(Path path, long fingerprint, long iteration, IntPredicate wanted, Checkpoint.SlotReader reader) {
        SealedFile.read(path, KIND, WHAT, in -> {
            if (in.readLong() != fingerprint || in.readLong() != iteration) {
                throw new IOException("part of another run's checkpoint, or of another checkpoint of this run");
            }
            int slots = in.readInt();
            for (int i = 0; i < slots; i++) {
                int slot = in.readInt();
                long bytes = in.readLong();
                if (wanted.test(slot)) {
                    readState(in, slot, bytes, reader);
                } else {
                    in.skipNBytes(bytes);
                }
            }
            return null;
        });
    }

    private static void readState(DataInputStream in, int slot, long bytes, Checkpoint.SlotReader reader)
            throws IOException {
        if (!(bytes >= 0)) {
            throw new IOException("slot " + slot + ": a state of " + bytes + " bytes");
        }
        BoundedInputStream state = BoundedInputStream.builder().setInputStream(in).setMaxCount(bytes).get();
        reader.read(slot, new DataInputStream(state));
        if (state.getRemaining() != 0) {
            throw new IOException("slot " + slot + ": " + state.getRemaining() + " bytes more than its state has");
        }
    }
}
