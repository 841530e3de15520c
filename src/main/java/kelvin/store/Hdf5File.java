package kelvin.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import hdf.hdf5lib.H5;
import hdf.hdf5lib.HDF5Constants;
import hdf.hdf5lib.exceptions.HDF5Exception;
import hdf.hdf5lib.exceptions.HDF5LibraryException;

/**
 * An open HDF5 file: attributes, and data sets read and written in parts. Everything is named by its path in the
 * file. Not for use by two threads at once.
 */
final class Hdf5File implements AutoCloseable {
    // H5P_DEFAULT; a constant here, so that a missing library is noticed in a guarded call
    private static final long DEFAULT = 0;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final Pattern SYSTEM_MESSAGE = Pattern.compile("error message = '([^']*)'");

    private final Path path;
    private final Handle file;
    // Kept open until the file is closed: closing a data set writes out its chunks, full or not.
    private final Map<String, Handle> dataSets = new LinkedHashMap<>();

    private Hdf5File(Path path, long id) {
        this.path = path;
        this.file = new Handle(id, H5::H5Fclose);
    }

    /** An empty file in place of what there is. */
    static Hdf5File create(Path path) {
        return new Hdf5File(path, guarded(path, () -> {
            quieten();
            return H5.H5Fcreate(path.toString(), HDF5Constants.H5F_ACC_TRUNC, DEFAULT, DEFAULT);
        }));
    }

    /** An existing file to read. */
    static Hdf5File open(Path path) throws IOException {
        return open(path, false);
    }

    /** An existing file to read and change. */
    static Hdf5File edit(Path path) throws IOException {
        return open(path, true);
    }

    private static Hdf5File open(Path path, boolean writing) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        boolean known = guarded(path, () -> {
            quieten();
            return Files.isRegularFile(path) && H5.H5Fis_hdf5(path.toString());
        });
        if (!known) {
            throw new DataException(path + ": not an HDF5 file");
        }
        return new Hdf5File(path, guarded(path, () -> H5.H5Fopen(path.toString(),
                writing ? HDF5Constants.H5F_ACC_RDWR : HDF5Constants.H5F_ACC_RDONLY, DEFAULT)));
    }

    /** Failures come as exceptions; the library would print them as well. */
    private static void quieten() {
        H5.H5error_off();
    }

    /** The file's name, for messages. */
    Path path() {
        return path;
    }

    /** Writes everything out and closes the file. */
    @Override
    public void close() {
        guarded(() -> {
            try {
                dataSets.values().forEach(Handle::close);
            } finally {
                file.close();
            }
            return null;
        });
    }

    // ---- structure

    /** Whether something has this path. */
    boolean exists(String name) {
        return guarded(() -> {
            // the library calls a missing intermediate group an error
            for (int slash = name.indexOf('/', 1); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                if (!H5.H5Lexists(file.id(), name.substring(0, slash), DEFAULT)) {
                    return false;
                }
            }
            return H5.H5Lexists(file.id(), name, DEFAULT);
        });
    }

    /** Names of what is in a group, in alphabetical order. */
    List<String> members(String group) {
        return guarded(() -> {
            List<String> names = new ArrayList<>();
            long count = H5.H5Gn_members(file.id(), group);
            for (long i = 0; i < count; i++) {
                names.add(H5.H5Lget_name_by_idx(file.id(), group, HDF5Constants.H5_INDEX_NAME,
                        HDF5Constants.H5_ITER_INC, i, DEFAULT));
            }
            return names;
        });
    }

    /** Makes a group. */
    void createGroup(String name) {
        guarded(() -> {
            new Handle(H5.H5Gcreate(file.id(), name, DEFAULT, DEFAULT, DEFAULT), H5::H5Gclose).close();
            return null;
        });
    }

    /** Makes a data set of a type of the library's; compressed in chunks if it is large. */
    void createDataSet(String name, long type, int bytesPerElement, long... shape) {
        long[] chunk = chunk(shape, CHUNK_BYTES / bytesPerElement);
        guarded(() -> {
            try (Handle space = space(shape);
                    Handle settings = new Handle(H5.H5Pcreate(HDF5Constants.H5P_DATASET_CREATE), H5::H5Pclose)) {
                // equal runs give equal files
                H5.H5Pset_obj_track_times(settings.id(), false);
                if (Slab.all(shape).size() * bytesPerElement > CHUNK_BYTES) {
                    H5.H5Pset_chunk(settings.id(), shape.length, chunk);
                    H5.H5Pset_shuffle(settings.id());
                    H5.H5Pset_deflate(settings.id(), 1);
                }
                dataSets.put(name, new Handle(H5.H5Dcreate(file.id(), name, type, space.id(), DEFAULT, settings.id(),
                        DEFAULT), H5::H5Dclose));
            }
            return null;
        });
    }

    /** The largest block of so many elements at most that takes whole trailing dimensions first. */
    private static long[] chunk(long[] shape, long elements) {
        long[] chunk = new long[shape.length];
        for (int i = shape.length - 1; i >= 0; i--) {
            chunk[i] = Math.max(1, Math.min(shape[i], elements));
            elements /= chunk[i];
        }
        return chunk;
    }

    /** Shape of a data set. */
    long[] shape(String name) {
        return guarded(() -> {
            try (Handle space = new Handle(H5.H5Dget_space(dataSet(name)), H5::H5Sclose)) {
                return extent(space.id());
            }
        });
    }

    /** A reference to a data set, as it is stored. */
    byte[] reference(String name) {
        return guarded(() -> H5.H5Rcreate(file.id(), name, HDF5Constants.H5R_OBJECT, -1));
    }

    // ---- data sets

    /**
     * Writes a part of a data set from a part of memory with as many elements.
     *
     * @param values float[], double[], long[], int[] or byte[]
     */
    void write(String name, Slab target, Object values, Slab memory) {
        guarded(() -> {
            try (Handle to = selection(target); Handle from = selection(memory)) {
                if (values instanceof float[] floats) {
                    H5.H5Dwrite_float(dataSet(name), HDF5Constants.H5T_NATIVE_FLOAT, from.id(), to.id(), DEFAULT, floats);
                } else if (values instanceof double[] doubles) {
                    H5.H5Dwrite_double(dataSet(name), HDF5Constants.H5T_NATIVE_DOUBLE, from.id(), to.id(), DEFAULT,
                            doubles);
                } else if (values instanceof long[] longs) {
                    H5.H5Dwrite_long(dataSet(name), HDF5Constants.H5T_NATIVE_INT64, from.id(), to.id(), DEFAULT, longs);
                } else if (values instanceof int[] ints) {
                    H5.H5Dwrite_int(dataSet(name), HDF5Constants.H5T_NATIVE_INT32, from.id(), to.id(), DEFAULT, ints);
                } else if (values instanceof byte[] bytes) {
                    H5.H5Dwrite(dataSet(name), HDF5Constants.H5T_NATIVE_INT8, from.id(), to.id(), DEFAULT, bytes);
                } else {
                    throw new IllegalArgumentException("values: " + values.getClass() + ", must be an array of numbers");
                }
            }
            return null;
        });
    }

    /** Writes all of a data set. */
    void write(String name, Object values) {
        Slab all = Slab.all(shape(name));
        write(name, all, values, Slab.all(all.size()));
    }

    /** Writes all of a data set of strings. */
    void writeStrings(String name, List<String> values) {
        guarded(() -> {
            try (Handle type = textType(HDF5Constants.H5T_VARIABLE)) {
                H5.H5Dwrite_VLStrings(dataSet(name), type.id(), HDF5Constants.H5S_ALL, HDF5Constants.H5S_ALL, DEFAULT,
                        values.toArray());
            }
            return null;
        });
    }

    /**
     * Reads a part of a data set into a part of memory with as many elements, converting the type if need be.
     *
     * @param values float[], double[], long[] or int[]
     */
    void read(String name, Slab source, Object values, Slab memory) {
        guarded(() -> {
            try (Handle type = new Handle(H5.H5Dget_type(dataSet(name)), H5::H5Tclose);
                    Handle from = selection(source); Handle to = selection(memory)) {
                int kind = H5.H5Tget_class(type.id());
                if (kind != HDF5Constants.H5T_INTEGER && kind != HDF5Constants.H5T_FLOAT) {
                    throw new DataException(path + ": " + name + " does not hold numbers");
                }
                if (values instanceof float[] floats) {
                    H5.H5Dread_float(dataSet(name), HDF5Constants.H5T_NATIVE_FLOAT, to.id(), from.id(), DEFAULT, floats);
                } else if (values instanceof double[] doubles) {
                    H5.H5Dread_double(dataSet(name), HDF5Constants.H5T_NATIVE_DOUBLE, to.id(), from.id(), DEFAULT,
                            doubles);
                } else if (values instanceof long[] longs) {
                    H5.H5Dread_long(dataSet(name), HDF5Constants.H5T_NATIVE_INT64, to.id(), from.id(), DEFAULT, longs);
                } else if (values instanceof int[] ints) {
                    H5.H5Dread_int(dataSet(name), HDF5Constants.H5T_NATIVE_INT32, to.id(), from.id(), DEFAULT, ints);
                } else {
                    throw new IllegalArgumentException("values: " + values.getClass() + ", must be an array of numbers");
                }
            }
            return null;
        });
    }

    /** Reads a part of a data set of numbers, in row-major order. */
    double[] readDoubles(String name, Slab source) {
        double[] values = new double[arrayLength(name, source)];
        read(name, source, values, Slab.all(values.length));
        return values;
    }

    /** Reads all of a data set of numbers, in row-major order. */
    double[] readDoubles(String name) {
        return readDoubles(name, Slab.all(shape(name)));
    }

    /** Reads all of a data set of integers, in row-major order. */
    long[] readLongs(String name) {
        Slab all = Slab.all(shape(name));
        long[] values = new long[arrayLength(name, all)];
        read(name, all, values, Slab.all(values.length));
        return values;
    }

    /** Reads all of a data set of variable-length strings. */
    List<String> readStrings(String name) {
        Object[] values = new String[arrayLength(name, Slab.all(shape(name)))];
        return guarded(() -> {
            try (Handle type = textType(HDF5Constants.H5T_VARIABLE)) {
                H5.H5Dread_VLStrings(dataSet(name), type.id(), HDF5Constants.H5S_ALL, HDF5Constants.H5S_ALL, DEFAULT,
                        values);
            }
            List<String> strings = new ArrayList<>();
            for (Object value : values) {
                strings.add((String) value);
            }
            return strings;
        });
    }

    private int arrayLength(String name, Slab slab) {
        long size = slab.size();
        if (!(size <= Integer.MAX_VALUE - 64)) {
            throw new DataException(path + ": " + name + " has " + size + " values, must be below 2^31");
        }
        return (int) size;
    }

    // ---- attributes

    /** Adds a string, of fixed length and NUL-terminated: the one form that every reader takes. */
    void attribute(String object, String name, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        guarded(() -> {
            try (Handle type = textType(text.length + 1); Handle space = scalar()) {
                writeAttribute(object, name, type.id(), space.id(), Arrays.copyOf(text, text.length + 1));
            }
            return null;
        });
    }

    /** Adds a number. */
    void attribute(String object, String name, double value) {
        guarded(() -> {
            try (Handle space = scalar()) {
                writeAttribute(object, name, HDF5Constants.H5T_NATIVE_DOUBLE, space.id(), bytes(8).putDouble(value).array());
            }
            return null;
        });
    }

    /** Adds an integer. */
    void attribute(String object, String name, long value) {
        guarded(() -> {
            try (Handle space = scalar()) {
                writeAttribute(object, name, HDF5Constants.H5T_NATIVE_INT64, space.id(), bytes(8).putLong(value).array());
            }
            return null;
        });
    }

    /** Adds integers. */
    void attribute(String object, String name, long[] values) {
        ByteBuffer data = bytes(8 * values.length);
        data.asLongBuffer().put(values);
        attribute(object, name, HDF5Constants.H5T_NATIVE_INT64, values.length, data.array());
    }

    /** Adds a list of values of any type of the library's, given as they are in memory. */
    void attribute(String object, String name, long type, int length, byte[] data) {
        guarded(() -> {
            try (Handle space = space(length)) {
                writeAttribute(object, name, type, space.id(), data);
            }
            return null;
        });
    }

    private void writeAttribute(String object, String name, long type, long space, byte[] data) {
        try (Handle owner = object(object);
                Handle attribute = new Handle(H5.H5Acreate(owner.id(), name, type, space, DEFAULT, DEFAULT),
                        H5::H5Aclose)) {
            H5.H5Awrite(attribute.id(), type, data);
        }
    }

    /** Names of an object's attributes, in alphabetical order. */
    List<String> attributes(String object) {
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
                if (H5.H5Tget_class(type.id()) != HDF5Constants.H5T_STRING || Slab.all(extent(space.id())).size() != 1) {
                    throw notA("string", object, name);
                }
                if (H5.H5Tis_variable_str(type.id())) {
                    String[] text = new String[1];
                    H5.H5AreadVL(attribute, type.id(), text);
                    return text[0];
                }
                byte[] text = new byte[Math.toIntExact(H5.H5Tget_size(type.id()))];
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

    private ByteBuffer numbers(String object, String name, long type, int count) {
        return readAttribute(object, name, attribute -> {
            try (Handle stored = new Handle(H5.H5Aget_type(attribute), H5::H5Tclose);
                    Handle space = new Handle(H5.H5Aget_space(attribute), H5::H5Sclose)) {
                int kind = H5.H5Tget_class(stored.id());
                long length = Slab.all(extent(space.id())).size();
                if (kind != HDF5Constants.H5T_INTEGER && kind != HDF5Constants.H5T_FLOAT || count == 1 && length != 1) {
                    throw notA("number", object, name);
                }
                ByteBuffer data = bytes(Math.toIntExact(8 * length));
                H5.H5Aread(attribute, type, data.array());
                return data;
            }
        });
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

    // ---- the library's own things

    private long dataSet(String name) {
        return dataSets.computeIfAbsent(name, n -> {
            if (!exists(n) || H5.H5Oget_info_by_name(file.id(), n, DEFAULT).type != HDF5Constants.H5O_TYPE_DATASET) {
                throw new DataException(path + ": no data set " + n);
            }
            return new Handle(H5.H5Dopen(file.id(), n, DEFAULT), H5::H5Dclose);
        }).id();
    }

    private Handle object(String name) {
        return new Handle(H5.H5Oopen(file.id(), name, DEFAULT), H5::H5Oclose);
    }

    private static Handle scalar() {
        return new Handle(H5.H5Screate(HDF5Constants.H5S_SCALAR), H5::H5Sclose);
    }

    private static Handle space(long... shape) {
        return shape.length == 0 ? scalar() : new Handle(H5.H5Screate_simple(shape.length, shape, shape), H5::H5Sclose);
    }

    private static Handle selection(Slab slab) {
        Handle space = space(slab.shape());
        if (slab.shape().length > 0) {
            H5.H5Sselect_hyperslab(space.id(), HDF5Constants.H5S_SELECT_SET, slab.start(), null, slab.count(), null);
        }
        return space;
    }

    private static long[] extent(long space) {
        long[] shape = new long[H5.H5Sget_simple_extent_ndims(space)];
        if (shape.length > 0) {
            H5.H5Sget_simple_extent_dims(space, shape, null);
        }
        return shape;
    }

    /** UTF-8 strings of so many bytes with the NUL that ends them, or H5T_VARIABLE. */
    static Handle textType(long bytes) {
        Handle type = new Handle(H5.H5Tcopy(HDF5Constants.H5T_C_S1), H5::H5Tclose);
        H5.H5Tset_size(type.id(), bytes);
        H5.H5Tset_strpad(type.id(), HDF5Constants.H5T_STR_NULLTERM);
        H5.H5Tset_cset(type.id(), HDF5Constants.H5T_CSET_UTF8);
        return type;
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }

    private interface Call<T> {
        T run();
    }

    private <T> T guarded(Call<T> call) {
        return guarded(path, call);
    }

    private static <T> T guarded(Path path, Call<T> call) {
        try {
            return call.run();
        } catch (HDF5Exception e) {
            // what the system said, if anything, is deep in the library's own stack
            String whole = e instanceof HDF5LibraryException library ? library.getHDF5ErrorStackAsString() : "";
            Matcher system = SYSTEM_MESSAGE.matcher(String.valueOf(whole));
            throw new StoreException(path + ": " + (system.find() ? system.group(1) : "HDF5: " + e.getMessage()), e);
        } catch (LinkageError e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new StoreException(path + ": the HDF5 library could not be loaded: " + reason.getMessage(), e);
        }
    }
}
