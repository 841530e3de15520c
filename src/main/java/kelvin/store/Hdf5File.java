package kelvin.store;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import hdf.hdf5lib.H5;
import hdf.hdf5lib.HDF5Constants;

/**
 * An open HDF5 file, its groups, and its data sets, which are read and written in parts. Everything is named by its
 * path in the file. Not for use by two threads at once.
 */
final class Hdf5File implements AutoCloseable {
    // H5P_DEFAULT; a constant here, so that a missing library is noticed in a guarded call
    private static final long DEFAULT = 0;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int PART_VALUES = 1 << 20;
    /** Deflate packs no more than 1032 bytes into one. */
    private static final long MOST_PACKED = 1032;
    /** Values that any file may claim: some are written nowhere because they are what the file says all are. */
    private static final long LEAST_CLAIM = 1 << 20;

    private final Path path;
    private final Handle file;
    private final Hdf5Attributes attributes;
    // Kept open until the file is closed: closing a data set writes out its chunks, full or not.
    private final Map<String, Handle> dataSets = new LinkedHashMap<>();

    private Hdf5File(Path path, long id) {
        this.path = path;
        this.file = new Handle(id, H5::H5Fclose);
        this.attributes = new Hdf5Attributes(path, file);
    }

    /** An empty file in place of what there is. */
    static Hdf5File create(Path path) {
        return new Hdf5File(path, Hdf5Call.guarded(path, () -> {
            quieten();
            return H5.H5Fcreate(path.toString(), HDF5Constants.H5F_ACC_TRUNC, DEFAULT, DEFAULT);
        }));
    }

    /** An existing file to read, from wherever it comes. */
    static Hdf5File open(Path path) throws IOException {
        refuseMissing(path);
        Hdf5Inspector.inspect(path);
        return open(path, false);
    }

    /** An existing file to read, of which is known that the library survives it, or whose reader may crash. */
    static Hdf5File openUninspected(Path path) throws IOException {
        return open(path, false);
    }

    /** An existing file of this program's to read and change. */
    static Hdf5File edit(Path path) throws IOException {
        return open(path, true);
    }

    private static void refuseMissing(Path path) throws NoSuchFileException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
    }

    private static Hdf5File open(Path path, boolean writing) throws IOException {
        refuseMissing(path);
        boolean known = Hdf5Call.guarded(path, () -> {
            quieten();
            return Files.isRegularFile(path) && H5.H5Fis_hdf5(path.toString());
        });
        if (!known) {
            throw new DataException(path + ": not an HDF5 file");
        }
        return new Hdf5File(path, Hdf5Call.guarded(path, () -> H5.H5Fopen(path.toString(),
                writing ? HDF5Constants.H5F_ACC_RDWR : HDF5Constants.H5F_ACC_RDONLY, DEFAULT)));
    }

    /** Failures come as exceptions; the library would print them as well. */
    private static void quieten() {
        H5.H5error_off();
    }

    /** The library's number for the open file. */
    long id() {
        return file.id();
    }

    /** The attributes of the objects in the file. */
    Hdf5Attributes attributes() {
        return attributes;
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

    /**
     * Refuses a link that leads into another file.
     *
     * @throws DataException if this name is one
     */
    void refuseExternalLink(String name) {
        guarded(() -> {
            if (H5.H5Lget_info(file.id(), name, DEFAULT).type == HDF5Constants.H5L_TYPE_EXTERNAL) {
                throw new DataException(path + ": " + name + " is a link into another file, which is not followed");
            }
            return null;
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
            try (Handle space = Handle.space(shape);
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

    /** What a data set may hold. */
    enum Content { NUMBERS, STRINGS, OTHER }

    /** What a data set holds: integers or floating-point numbers, strings of variable length, or something else. */
    Content content(String name) {
        return guarded(() -> {
            try (Handle type = new Handle(H5.H5Dget_type(dataSet(name)), H5::H5Tclose)) {
                int kind = H5.H5Tget_class(type.id());
                return kind == HDF5Constants.H5T_INTEGER || kind == HDF5Constants.H5T_FLOAT ? Content.NUMBERS
                        : kind == HDF5Constants.H5T_STRING && H5.H5Tis_variable_str(type.id()) ? Content.STRINGS
                        : Content.OTHER;
            }
        });
    }

    /** Shape of a data set. */
    long[] shape(String name) {
        return guarded(() -> {
            try (Handle space = new Handle(H5.H5Dget_space(dataSet(name)), H5::H5Sclose)) {
                return Handle.extent(space);
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
        checkLength(values, memory);
        guarded(() -> {
            try (Handle to = selection(target); Handle from = selection(memory)) {
                // not pinned: that would stop every thread's garbage collection for as long as the disk takes
                H5.H5Dwrite(dataSet(name), memoryType(values), from.id(), to.id(), DEFAULT, values, false);
            }
            return null;
        });
    }

    /** Writes all of a data set. */
    void write(String name, Object values) {
        Slab all = Slab.all(shape(name));
        if (Array.getLength(values) != all.size()) {
            throw new IllegalArgumentException(name + ": " + Array.getLength(values) + " values, must be "
                    + all.size());
        }
        if (!(values instanceof double[] numbers && numbers.length > PART_VALUES)) {
            write(name, all, values, Slab.all(all.size()));
            return;
        }
        // in parts, as the library copies what it is given
        int width = numbers.length / (int) all.shape()[0];
        for (int first = 0; first < numbers.length;) {
            int count = Math.min(numbers.length - first, Math.max(1, PART_VALUES / width) * width);
            write(name, all.part(0, first / width, count / width), Arrays.copyOfRange(numbers, first, first + count),
                    Slab.all(count));
            first += count;
        }
    }

    /** Writes all of a data set of strings. */
    void writeStrings(String name, List<String> values) {
        guarded(() -> {
            try (Handle type = Handle.textType(HDF5Constants.H5T_VARIABLE)) {
                H5.H5Dwrite_VLStrings(dataSet(name), type.id(), HDF5Constants.H5S_ALL, HDF5Constants.H5S_ALL, DEFAULT,
                        values.toArray());
            }
            return null;
        });
    }

    /**
     * Reads a part of a data set into a part of memory with as many elements, converting the type if need be.
     *
     * @param values float[], double[], long[], int[] or byte[]
     */
    void read(String name, Slab source, Object values, Slab memory) {
        checkLength(values, memory);
        if (content(name) != Content.NUMBERS) {
            throw new DataException(path + ": " + name + " does not hold numbers");
        }
        guarded(() -> {
            try (Handle from = selection(source); Handle to = selection(memory)) {
                H5.H5Dread(dataSet(name), memoryType(values), to.id(), from.id(), DEFAULT, values, false);
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
        if (content(name) != Content.STRINGS) {
            throw new DataException(path + ": " + name + " does not hold strings of variable length");
        }
        Object[] values = new String[arrayLength(name, Slab.all(shape(name)))];
        return guarded(() -> {
            try (Handle type = Handle.textType(HDF5Constants.H5T_VARIABLE)) {
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

    /** The library sees neither the array's length nor its end. */
    private static void checkLength(Object values, Slab memory) {
        long length = Slab.all(memory.shape()).size();
        if (!(Array.getLength(values) >= length)) {
            throw new IllegalArgumentException("values: " + Array.getLength(values) + ", must be " + length);
        }
    }

    private static long memoryType(Object values) {
        if (values instanceof float[]) {
            return HDF5Constants.H5T_NATIVE_FLOAT;
        } else if (values instanceof double[]) {
            return HDF5Constants.H5T_NATIVE_DOUBLE;
        } else if (values instanceof long[]) {
            return HDF5Constants.H5T_NATIVE_INT64;
        } else if (values instanceof int[]) {
            return HDF5Constants.H5T_NATIVE_INT32;
        } else if (values instanceof byte[]) {
            return HDF5Constants.H5T_NATIVE_INT8;
        }
        throw new IllegalArgumentException("values: " + values.getClass() + ", must be an array of numbers");
    }

    private int arrayLength(String name, Slab slab) {
        long size = slab.size();
        if (!(size <= Integer.MAX_VALUE - 64)) {
            throw new DataException(path + ": " + name + " has " + size + " values, must be below 2^31");
        }
        return (int) size;
    }

    // ---- the library's own things

    private long dataSet(String name) {
        return dataSets.computeIfAbsent(name, n -> {
            if (!exists(n) || H5.H5Oget_info_by_name(file.id(), n, DEFAULT).type != HDF5Constants.H5O_TYPE_DATASET) {
                throw new DataException(path + ": no data set " + n);
            }
            Handle opened = new Handle(H5.H5Dopen(file.id(), n, DEFAULT), H5::H5Dclose);
            try {
                refuseFalseClaims(n, opened);
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
            return opened;
        }).id();
    }

    /** Refuses data that are in other files, or more than a file of this length can hold. */
    private void refuseFalseClaims(String name, Handle dataSet) {
        try (Handle settings = new Handle(H5.H5Dget_create_plist(dataSet.id()), H5::H5Pclose);
                Handle space = new Handle(H5.H5Dget_space(dataSet.id()), H5::H5Sclose)) {
            int layout = H5.H5Pget_layout(settings.id());
            if (layout == HDF5Constants.H5D_VIRTUAL || layout == HDF5Constants.H5D_CONTIGUOUS
                    && H5.H5Pget_external_count(settings.id()) > 0) {
                throw new DataException(path + ": " + name + " has its data in other files, which are not read");
            }
            long most = Math.max(LEAST_CLAIM, Files.size(path) * MOST_PACKED);
            long claimed = Slab.all(Handle.extent(space)).size();
            if (!(claimed <= most)) {
                throw new DataException(path + ": " + name + " claims " + claimed + " values, must be at most " + most
                        + " in a file of " + Files.size(path) + " bytes");
            }
        } catch (ArithmeticException e) {
            throw new DataException(path + ": " + name + " claims more values than there are numbers");
        } catch (IOException e) {
            throw StoreException.of(path, e);
        }
    }

    private static Handle selection(Slab slab) {
        Handle space = Handle.space(slab.shape());
        if (slab.shape().length > 0) {
            H5.H5Sselect_hyperslab(space.id(), HDF5Constants.H5S_SELECT_SET, slab.start(), null, slab.count(), null);
        }
        return space;
    }

    private <T> T guarded(Hdf5Call<T> call) {
        return Hdf5Call.guarded(path, call);
    }
}
