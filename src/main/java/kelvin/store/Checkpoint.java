package kelvin.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * All that is needed to go on from an iteration, but for the states of the slots, which are in shards: the contents of
 * a checkpoint's manifest.
 *
 * @param version of the program that wrote it
 * @param commit of its source
 * @param given options as they were given, by name; enough to start the run again
 * @param attempt the start of the run that wrote it, which its files are named after
 * @param run what tells the run from others
 * @param iteration iterations done, warm-up included
 * @param slots ladders x rungs
 * @param shards files that hold the slots' states
 * @param segments files that hold the draws and traces of the iterations done, in order
 * @param state of all that does not belong to a slot, as the sampler wrote it
 */
public record Checkpoint(String version, String commit, Map<String, String> given, Attempt attempt, Identity run,
        long iteration, int slots, int shards, List<Part> segments, byte[] state) {
    /** Copies maps and lists, keeping their order. */
    public Checkpoint {
        given = ordered(given);
        segments = List.copyOf(segments);
    }

    /**
     * What tells a run from others that would draw something else.
     *
     * @param device kind of device
     * @param dataChecksum of the rows
     * @param options that change what is drawn, given or defaulted, by name
     */
    public record Identity(String device, String dataChecksum, Map<String, String> options) {
        /** Copies the options, keeping their order. */
        public Identity {
            options = ordered(options);
        }

        /** The same in a number. */
        long fingerprint() {
            CRC32C crc = new CRC32C();
            crc.update((device + "\n" + dataChecksum + "\n" + options).getBytes(StandardCharsets.UTF_8));
            return crc.getValue();
        }
    }

    /**
     * A segment.
     *
     * @param attempt the start of the run that wrote it
     * @param firstIteration of the sampling phase in it
     * @param iterations in it
     * @param draws of each ladder in it
     */
    public record Part(Attempt attempt, long firstIteration, int iterations, int draws) {
    }

    /** Takes the state of a slot. */
    public interface SlotReader {
        /**
         * Reads all that was written of a slot.
         *
         * @param slot its number over the whole run
         * @throws IOException if it is not what it should be
         */
        void read(int slot, DataInputStream in) throws IOException;
    }

    /** The same run at another iteration. */
    public Checkpoint at(long now, List<Part> parts, byte[] common) {
        return new Checkpoint(version, commit, given, attempt, run, now, slots, shards, parts, common);
    }

    /** Iterations of the sampling phase whose draws are in segments. */
    public long sampled() {
        return segments.stream().mapToLong(Part::iterations).sum();
    }

    /** For a message to another rank. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What {@link #toBytes} made. */
    public static Checkpoint fromBytes(byte[] bytes) {
        try {
            return read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(version);
        out.writeUTF(commit);
        write(out, given);
        attempt.write(out);
        out.writeUTF(run.device);
        out.writeUTF(run.dataChecksum);
        write(out, run.options);
        out.writeLong(iteration);
        out.writeInt(slots);
        out.writeInt(shards);
        out.writeInt(segments.size());
        for (Part part : segments) {
            part.attempt.write(out);
            out.writeLong(part.firstIteration);
            out.writeInt(part.iterations);
            out.writeInt(part.draws);
        }
        out.writeInt(state.length);
        out.write(state);
    }

    /** Reads it back; no more memory is taken than the input is long, whatever it says. */
    static Checkpoint read(DataInputStream in) throws IOException {
        String version = in.readUTF();
        String commit = in.readUTF();
        Map<String, String> given = readOptions(in);
        Attempt attempt = Attempt.read(in);
        Identity run = new Identity(in.readUTF(), in.readUTF(), readOptions(in));
        long iteration = in.readLong();
        int slots = in.readInt();
        int shards = in.readInt();
        if (!(iteration >= 0 && slots >= 1 && shards >= 1 && shards <= slots)) {
            throw new IOException("iteration " + iteration + ", " + slots + " slots, " + shards + " shards");
        }
        List<Part> segments = new ArrayList<>();
        long sampled = 0;
        for (int left = in.readInt(); left > 0; left--) {
            Part part = new Part(Attempt.read(in), in.readLong(), in.readInt(), in.readInt());
            if (!(part.firstIteration == sampled && part.iterations >= 1 && part.draws >= 0
                    && part.draws <= part.iterations)) {
                throw new IOException("segment " + segments.size() + " of the manifest: " + part);
            }
            sampled += part.iterations;
            segments.add(part);
        }
        int length = in.readInt();
        byte[] state = in.readNBytes(Math.max(0, length));
        if (state.length != length) {
            throw new IOException("ends early");
        }
        return new Checkpoint(version, commit, given, attempt, run, iteration, slots, shards, segments, state);
    }

    private static void write(DataOutputStream out, Map<String, String> options) throws IOException {
        out.writeInt(options.size());
        for (Map.Entry<String, String> option : options.entrySet()) {
            out.writeUTF(option.getKey());
            out.writeUTF(option.getValue());
        }
    }

    private static Map<String, String> readOptions(DataInputStream in) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            options.put(in.readUTF(), in.readUTF());
        }
        return options;
    }

    private static Map<String, String> ordered(Map<String, String> options) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
