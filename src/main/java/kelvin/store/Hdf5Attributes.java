package kelvin.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import hdf.hdf5lib.H5;
import hdf.hdf5lib.HDF5Constants;

/** The attributes of the objects in an open HDF5 file. An object is named by its path in the file. */
final class Hdf5Attributes {
    private static final long DEFAULT = 0; // H5P_DEFAULT
    private static final int LONGEST = 1 << 20;

    private final Path path;
    private final Handle file;

    /** Those in a file, which is not closed here. */
    Hdf5Attributes(Path path, Handle file) {
        this.path = path;
        this.file = file;
    }

    /** Adds a string, of fixed length and NUL-terminated: the one form that every reader takes. */
    void set(String object, String name, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        guarded(() -> {
            try (Handle type = Handle.textType(text.length + 1)) {
                set(object, name, type.id(), Arrays.copyOf(text, text.length + 1));
            }
            return null;
        });
    }

    /** Adds a number. */
    void set(String object, String name, double value) {
        set(object, name, HDF5Constants.H5T_NATIVE_DOUBLE, bytes(8).putDouble(value).array());
    }

    /** Adds an integer. */
    void set(String object, String name, long value) {
        set(object, name, HDF5Constants.H5T_NATIVE_INT64, bytes(8).putLong(value).array());
    }

    /** Adds integers. */
    void set(String object, String name, long[] values) {
        ByteBuffer data = bytes(8 * values.length);
        data.asLongBuffer().put(values);
        set(object, name, HDF5Constants.H5T_NATIVE_INT64, data.array(), values.length);
    }

    /** Adds values of any type of the library's, given as they are in memory, in some shape; none for one value. */
    void set(String object, String name, long type, byte[] data, long... shape) {
        guarded(() -> {
            try (Handle space = Handle.space(shape); Handle owner = object(object);
                    Handle attribute = new Handle(H5.H5Acreate(owner.id(), name, type, space.id(), DEFAULT, DEFAULT),
                            H5::H5Aclose)) {
                H5.H5Awrite(attribute.id(), type, data);
            }
            return null;
        });
    }

    /** Names of an object's attributes, in alphabetical order. */
    List<String> names(String object) {
        return guarded(() -> {
            List<String> names = new ArrayList<>();
            long count = H5.H5Oget_info_by_name(file.id(), object, DEFAULT).num_attrs;
            for (long i = 0; i < count; i++) {
                names.add(H5.H5Aget_name_by_idx(file.id(), object, HDF5Constants.H5_INDEX_NAME,
                        HDF5Constants.H5_ITER_INC, i, DEFAULT));
            }
            return names;
        });
    }

    /** Reads a string attribute, of fixed or variable length. */
    String string(String object, String name) {
        return readAttribute(object, name, attribute -> {
            try (Handle type = new Handle(H5.H5Aget_type(attribute), H5::H5Tclose);
                    Handle space = new Handle(H5.H5Aget_space(attribute), H5::H5Sclose)) {
                // the library would write past the end of a buffer for one string
                if (H5.H5Tget_class(type.id()) != HDF5Constants.H5T_STRING
                        || Slab.all(Handle.extent(space)).size() != 1) {
                    throw notA("string", object, name);
                }
                if (H5.H5Tis_variable_str(type.id())) {
                    String[] text = new String[1];
                    H5.H5AreadVL(attribute, type.id(), text);
                    return text[0];
                }
                byte[] text = new byte[length(object, name, H5.H5Tget_size(type.id()))];
                H5.H5Aread(attribute, type.id(), text);
                int end = 0;
                while (end < text.length && text[end] != 0) {
                    end++;
                }
                return new String(text, 0, end, StandardCharsets.UTF_8);
            }
        });
    }

    /** Reads a number. */
    double number(String object, String name) {
        return numbers(object, name, HDF5Constants.H5T_NATIVE_DOUBLE, 1).getDouble();
    }

    /** Reads an integer. */
    long integer(String object, String name) {
        return numbers(object, name, HDF5Constants.H5T_NATIVE_INT64, 1).getLong();
    }

    /** Reads a list of integers. */
    long[] integers(String object, String name) {
        ByteBuffer data = numbers(object, name, HDF5Constants.H5T_NATIVE_INT64, -1);
        long[] values = new long[data.capacity() / 8];
        data.asLongBuffer().get(values);
        return values;
    }

    /** Reads an attribute if it is a string or numbers, and nothing if it is anything else. */
    void readIfKnown(String object, String name) {
        int kind = readAttribute(object, name, attribute -> {
            try (Handle type = new Handle(H5.H5Aget_type(attribute), H5::H5Tclose)) {
                return H5.H5Tget_class(type.id());
            }
        });
        if (kind == HDF5Constants.H5T_STRING) {
            string(object, name);
        } else if (kind == HDF5Constants.H5T_INTEGER || kind == HDF5Constants.H5T_FLOAT) {
            integers(object, name);
        }
    }

    private ByteBuffer numbers(String object, String name, long type, int count) {
        return readAttribute(object, name, attribute -> {
            try (Handle stored = new Handle(H5.H5Aget_type(attribute), H5::H5Tclose);
                    Handle space = new Handle(H5.H5Aget_space(attribute), H5::H5Sclose)) {
                int kind = H5.H5Tget_class(stored.id());
                long length = Slab.all(Handle.extent(space)).size();
                if (kind != HDF5Constants.H5T_INTEGER && kind != HDF5Constants.H5T_FLOAT || count == 1 && length != 1) {
                    throw notA("number", object, name);
                }
                ByteBuffer data = bytes(8 * length(object, name, length));
                H5.H5Aread(attribute, type, data.array());
                return data;
            }
        });
    }

    private int length(String object, String name, long length) {
        if (!(length >= 0 && length <= LONGEST)) {
            throw new DataException(path + ": attribute " + name + " of " + object + " claims a length of " + length
                    + ", must be at most " + LONGEST);
        }
        return (int) length;
    }

    private DataException notA(String kind, String object, String name) {
        return new DataException(path + ": attribute " + name + " of " + object + " is not a " + kind);
    }

    private interface AttributeReader<T> {
        T read(long attribute);
    }

    private <T> T readAttribute(String object, String name, AttributeReader<T> reader) {
        return guarded(() -> {
            try (Handle owner = object(object)) {
                if (!H5.H5Aexists(owner.id(), name)) {
                    throw new DataException(path + ": " + object + " has no attribute " + name);
                }
                try (Handle attribute = new Handle(H5.H5Aopen(owner.id(), name, DEFAULT), H5::H5Aclose)) {
                    return reader.read(attribute.id());
                }
            }
        });
    }

    private Handle object(String name) {
        return new Handle(H5.H5Oopen(file.id(), name, DEFAULT), H5::H5Oclose);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }

    private <T> T guarded(Hdf5Call<T> call) {
        return Hdf5Call.guarded(path, call);
    }
}
