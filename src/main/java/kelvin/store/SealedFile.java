package kelvin.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

import org.apache.commons.io.input.BoundedInputStream;

/**
 * A file with a seal: 8 characters that tell its kind, its contents, and a CRC-32C of all that. It is looked through
 * before its contents are read, so that nothing is made of a damaged file.
 */
final class SealedFile {
    private static final int KIND_BYTES = 8;
    private static final int SEAL_BYTES = 4;
    private static final int BUFFER_BYTES = 1 << 16;

    private SealedFile() {
    }

    /** Writes the contents. */
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** Reads the contents, all of them. */
    interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /**
     * Writes a file that appears whole or not at all.
     *
     * @param kind 8 ASCII characters
     * @throws StoreException if it could not be written
     */
    static void write(Path path, String kind, Writing contents) {
        DurableFile.write(path, temporary -> {
            CRC32C crc = new CRC32C();
            try (OutputStream file = Files.newOutputStream(temporary);
                    DataOutputStream out = new DataOutputStream(new CheckedOutputStream(
                            new BufferedOutputStream(file, BUFFER_BYTES), crc))) {
                out.writeBytes(kind);
                contents.to(out);
                out.writeInt((int) crc.getValue());
            }
        });
    }

    /**
     * Reads a file back.
     *
     * @param what the kind in words, for messages
     * @throws StoreException if it is not there, damaged or of another kind
     */
    static <T> T read(Path path, String kind, String what, Reading<T> contents) {
        try {
            long bytes = check(path, kind, what);
            try (InputStream file = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
                    DataInputStream in = new DataInputStream(new BufferedInputStream(BoundedInputStream.builder()
                            .setInputStream(file).setMaxCount(KIND_BYTES + bytes).get(), BUFFER_BYTES))) {
                in.skipNBytes(KIND_BYTES);
                T result = contents.from(in);
                if (in.read() >= 0) {
                    throw new IOException("longer than " + what + " of this run");
                }
                return result;
            }
        } catch (EOFException e) {
            throw new StoreException(path + ": shorter than " + what + " of this run", e);
        } catch (IOException e) {
            throw StoreException.of(path, e);
        }
    }

    /** Looks the file through and returns the length of its contents. */
    private static long check(Path path, String kind, String what) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new StoreException(path + ": " + (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    ? "not a regular file" : "no such file or directory"));
        }
        long contents = Files.size(path) - KIND_BYTES - SEAL_BYTES;
        try (InputStream file = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            CRC32C crc = new CRC32C();
            byte[] head = file.readNBytes(KIND_BYTES);
            if (!new String(head, StandardCharsets.ISO_8859_1).equals(kind)) {
                throw new StoreException(path + ": not " + what + " of this program");
            } else if (contents < 0) {
                throw new StoreException(path + ": truncated");
            }
            crc.update(head);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (long left = contents; left > 0;) {
                int count = file.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw new EOFException();
                }
                crc.update(buffer, 0, count);
                left -= count;
            }
            if (new DataInputStream(file).readInt() != (int) crc.getValue()) {
                throw new StoreException(path + ": damaged or truncated, its checksum does not fit its contents");
            }
        }
        return contents;
    }
}
