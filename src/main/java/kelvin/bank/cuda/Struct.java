package kelvin.bank.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * A structure that kernels take, filled by field names; a name that is not there, or is of another type, is refused.
 */
final class Struct {
    private final StructLayout layout;
    private final ByteBuffer bytes;
    private final Set<String> unset;

    /** All zeros, in memory of its own. */
    Struct(StructLayout layout) {
        this(layout, ByteBuffer.allocateDirect(layout.bytes()));
    }

    /** Over given memory of the structure's size. */
    Struct(StructLayout layout, ByteBuffer memory) {
        this.layout = layout;
        bytes = memory.order(ByteOrder.nativeOrder());
        unset = new TreeSet<>(layout.fields().keySet());
    }

    Struct set(String field, int value) {
        bytes.putInt(at(field, 'i'), value);
        return this;
    }

    Struct set(String field, long value) {
        bytes.putLong(at(field, 'l'), value);
        return this;
    }

    Struct set(String field, double value) {
        bytes.putDouble(at(field, 'd'), value);
        return this;
    }

    Struct set(String field, DeviceMemory memory) {
        return set(field, memory, 0);
    }

    /** A pointer so many bytes into an array. */
    Struct set(String field, DeviceMemory memory, long offset) {
        bytes.putLong(at(field, 'p'), memory.address() + offset);
        return this;
    }

    /** A null pointer. */
    Struct none(String field) {
        bytes.putLong(at(field, 'p'), 0);
        return this;
    }

    private int at(String field, char type) {
        StructLayout.Field found = layout.fields().get(field);
        if (found == null || found.type() != type) {
            throw new IllegalArgumentException(layout.name() + "." + field + ": a field of type " + type
                    + " is set, the kernels have " + (found == null ? "none of that name" : "type " + found.type()));
        }
        unset.remove(field);
        return found.offset();
    }

    /** Leaves those fields out whose names start like one of these: what takes the structure does without them. */
    Struct leaveOut(String... starts) {
        unset.removeIf(field -> Arrays.stream(starts).anyMatch(field::startsWith));
        return this;
    }

    /**
     * Makes sure that nothing was forgotten.
     *
     * @throws IllegalStateException if a field was never set
     */
    Struct requireAll() {
        if (!unset.isEmpty()) {
            throw new IllegalStateException("fields of a " + layout.name() + " are not set: " + unset);
        }
        return this;
    }

    /** Its memory, direct. */
    ByteBuffer bytes() {
        return bytes;
    }
}
