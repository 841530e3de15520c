package kelvin.store;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One start of a run. The files it writes bear its name, so that a process which outlives it, whatever it still
 * writes, meets none of those of the next start.
 *
 * @param name 8 hexadecimal digits, drawn from the system's entropy: nothing that is sampled depends on them
 */
public record Attempt(String name) {
    /** What names look like. */
    static final String PATTERN = "[0-9a-f]{8}";
    private static final Pattern NAME = Pattern.compile(PATTERN);

    /** Refuses what could lead a path elsewhere. */
    public Attempt {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("attempt: " + name + ", must be 8 hexadecimal digits");
        }
    }

    /** A new one. */
    public static Attempt begin() {
        byte[] bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return new Attempt(HexFormat.of().formatHex(bytes));
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(name);
    }

    static Attempt read(DataInput in) throws IOException {
        try {
            return new Attempt(in.readUTF());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
