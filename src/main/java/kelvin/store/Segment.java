package kelvin.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * An immutable file with one {@link Block}: a header, the arrays in the order of the record's components, and a
 * CRC-32C of all that; little-endian.
 *
 * @param path the file
 * @param firstIteration of the block
 * @param iterations of the block
 * @param draws of the block
 */
record Segment(Path path, long firstIteration, int iterations, int draws) {
    private static final long MAGIC = ByteBuffer.wrap("KELVSEG1".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN).getLong();
    private static final int HEADER_BYTES = 32;
    private static final int CHECKSUM_BYTES = 4;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Writes a block so that its file appears whole or not at all. */
    static Segment write(Path path, RunHeader header, Block block) {
        DurableFile.write(path, temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                Transfer out = new Transfer(channel, true);
                out.buffer.putLong(MAGIC).putLong(fingerprint(header)).putLong(block.firstIteration())
                        .putInt(block.iterations()).putInt(block.draws());
                out.arrays(block);
                out.flush();
                out.buffer.putInt((int) out.crc.getValue());
                out.flush();
            }
        });
        return new Segment(path, block.firstIteration(), block.iterations(), block.draws());
    }

    /**
     * Reads the block back.
     *
     * @throws StoreException if the file is damaged, or another run's
     */
    Block read(RunHeader header) {
        int ladders = header.ladders();
        int traces = ladders * iterations * header.ladder().rungs();
        Block block = new Block(firstIteration, iterations, new double[traces], new double[traces], new int[traces],
                draws, new float[ladders * draws * header.model().parameters()], new double[ladders * draws],
                new boolean[ladders * draws]);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long bytes = HEADER_BYTES + block.bytes() + CHECKSUM_BYTES;
            if (channel.size() != bytes) {
                throw new StoreException(path + ": " + channel.size() + " bytes, must be " + bytes);
            }
            Transfer in = new Transfer(channel, false);
            in.next(HEADER_BYTES);
            if (in.buffer.getLong() != MAGIC || in.buffer.getLong() != fingerprint(header)
                    || in.buffer.getLong() != firstIteration || in.buffer.getInt() != iterations
                    || in.buffer.getInt() != draws) {
                throw new StoreException(path + ": not the segment of this run that it should be");
            }
            in.arrays(block);
            int checksum = (int) in.crc.getValue();
            in.next(CHECKSUM_BYTES);
            if (in.buffer.getInt() != checksum) {
                throw new StoreException(path + ": damaged, its checksum does not fit its contents");
            }
        } catch (IOException e) {
            throw StoreException.of(path, e);
        }
        return block;
    }

    /** Whether the file is there and holds these iterations undamaged. */
    boolean whole() {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Transfer in = new Transfer(channel, false);
            in.next(HEADER_BYTES);
            if (in.buffer.getLong() != MAGIC || in.buffer.position(16).getLong() != firstIteration
                    || in.buffer.getInt() != iterations || in.buffer.getInt() != draws) {
                return false;
            }
            for (long left = channel.size() - HEADER_BYTES - CHECKSUM_BYTES; left > 0; left -= BUFFER_BYTES) {
                in.next((int) Math.min(left, BUFFER_BYTES));
            }
            int checksum = (int) in.crc.getValue();
            in.next(CHECKSUM_BYTES);
            return in.buffer.getInt() == checksum;
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells runs apart whose draws differ. */
    private static long fingerprint(RunHeader header) {
        CRC32C crc = new CRC32C();
        crc.update(String.join("\n", Long.toString(header.seed()), header.device(), header.model().toString(),
                header.dataChecksum(), header.ladder().toString(), Integer.toString(header.ladders()),
                Long.toString(header.warmup()), Integer.toString(header.thin())).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /** Moves arrays to or from a file through a small buffer, and sums up the bytes. */
    private static final class Transfer {
        private final FileChannel channel;
        private final boolean writing;
        private final CRC32C crc = new CRC32C();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

        Transfer(FileChannel channel, boolean writing) {
            this.channel = channel;
            this.writing = writing;
        }

        private interface Move {
            void apply(int first, int count);
        }

        void arrays(Block block) throws IOException {
            doubles(block.logLikelihood());
            doubles(block.logPrior());
            int[] replica = block.replica();
            each(replica.length, Integer.BYTES, writing
                    ? (first, count) -> buffer.asIntBuffer().put(replica, first, count)
                    : (first, count) -> buffer.asIntBuffer().get(replica, first, count));
            float[] theta = block.theta();
            each(theta.length, Float.BYTES, writing
                    ? (first, count) -> buffer.asFloatBuffer().put(theta, first, count)
                    : (first, count) -> buffer.asFloatBuffer().get(theta, first, count));
            doubles(block.acceptance());
            boolean[] notFinite = block.notFinite();
            each(notFinite.length, Byte.BYTES, (first, count) -> {
                for (int i = 0; i < count; i++) {
                    if (writing) {
                        buffer.put(i, (byte) (notFinite[first + i] ? 1 : 0));
                    } else {
                        notFinite[first + i] = buffer.get(i) != 0;
                    }
                }
            });
        }

        private void doubles(double[] values) throws IOException {
            each(values.length, Double.BYTES, writing
                    ? (first, count) -> buffer.asDoubleBuffer().put(values, first, count)
                    : (first, count) -> buffer.asDoubleBuffer().get(values, first, count));
        }

        private void each(int length, int bytes, Move move) throws IOException {
            int step = BUFFER_BYTES / bytes;
            for (long first = 0; first < length; first += step) {
                int count = (int) Math.min(step, length - first);
                if (writing) {
                    flush();
                    move.apply((int) first, count);
                    buffer.position(count * bytes);
                } else {
                    next(count * bytes);
                    move.apply((int) first, count);
                }
            }
        }

        /** Writes out what the buffer holds. */
        void flush() throws IOException {
            buffer.flip();
            crc.update(buffer.duplicate());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        /** Fills the buffer with so many bytes. */
        void next(int bytes) throws IOException {
            buffer.clear().limit(bytes);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw new IOException("ends early");
                }
            }
            buffer.flip();
            crc.update(buffer.duplicate());
        }
    }
}
