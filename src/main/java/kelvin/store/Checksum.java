package kelvin.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import kelvin.model.DataSet;

/** Tells data sets apart. */
public final class Checksum {
    private static final int BLOCK = 1 << 13;

    private final MessageDigest digest;
    private final ByteBuffer eight = ByteBuffer.allocate(8);

    private Checksum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * SHA-256, 64 hexadecimal digits, of the data sets in this order: column names, shapes and all values, bit by
     * bit.
     */
    public static String of(DataSet... sets) {
        Checksum checksum = new Checksum();
        for (DataSet set : sets) {
            checksum.names(set.inputNames());
            checksum.names(set.targetNames());
            checksum.values(set.x());
            checksum.values(set.y());
        }
        return HexFormat.of().formatHex(checksum.digest.digest());
    }

    // every length goes in before what it counts, so that no two lists of data sets give the same bytes
    private void names(List<String> names) {
        add(names.size());
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            add(bytes.length);
            digest.update(bytes);
        }
    }

    private void values(double[] values) {
        add(values.length);
        for (int first = 0; first < values.length; first += BLOCK) {
            ByteBuffer block = ByteBuffer.allocate(Math.min(BLOCK, values.length - first) * Double.BYTES);
            block.asDoubleBuffer().put(values, first, block.capacity() / Double.BYTES);
            digest.update(block);
        }
    }

    private void add(long value) {
        eight.putLong(0, value);
        digest.update(eight.array());
    }
}
