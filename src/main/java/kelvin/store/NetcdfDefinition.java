package kelvin.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ch.systemsx.cisd.hdf5.hdf5lib.HDFHelper;
import hdf.hdf5lib.H5;
import hdf.hdf5lib.HDF5Constants;

/**
 * The part of an HDF5 file that makes it netCDF-4: groups, dimensions with their coordinates, and variables over
 * them. As in netCDF everything is defined first, then {@link #end} gives the file to write data to.
 *
 * <p>A variable's attribute DIMENSION_LIST holds sequences of variable length of references to coordinates, which
 * the library's Java interface cannot write: it cannot point to memory that holds a reference, only to a string. So
 * strings of a reference's length are written in their place, and {@link #end} replaces them in the closed file,
 * which holds no data yet and so is small. (HDF5 File Format Specification, III.E, global heap: no checksum.)
 */
final class NetcdfDefinition {
    private static final int REFERENCE_BYTES = 8;
    private static final int SEQUENCE_BYTES = 16;
    private static final int REFERENCE_LIST_BYTES = 16;
    private static final int COORDINATE_BLOCK = 1 << 16;

    private final Hdf5File file;
    private final long oldBytes;
    private final Map<String, Dimension> dimensions = new LinkedHashMap<>();

    /** Definitions that are added to a file, which is closed at their end. */
    NetcdfDefinition(Hdf5File file) {
        this.file = file;
        this.oldBytes = file.path().toFile().length();
    }

    /** Element type of a variable. */
    enum Type {
        FLOAT32(HDF5Constants.H5T_IEEE_F32LE, 4),
        FLOAT64(HDF5Constants.H5T_IEEE_F64LE, 8),
        INT64(HDF5Constants.H5T_STD_I64LE, 8),
        INT32(HDF5Constants.H5T_STD_I32LE, 4),
        INT8(HDF5Constants.H5T_STD_I8LE, 1);

        private final long id;
        private final int bytes;

        Type(long id, int bytes) {
            this.id = id;
            this.bytes = bytes;
        }
    }

    /** A variable that uses a dimension, and as which of its own. */
    private record Use(String variable, int index) {
    }

    /** A dimension with coordinate values 0, 1, ..., or with labels. */
    private record Dimension(long length, List<String> labels, byte[] placeholder, List<Use> uses) {
    }

    /** The file, for attributes. */
    Hdf5File file() {
        return file;
    }

    /** Makes a group. */
    void group(String name) {
        file.createGroup(name);
    }

    /** Makes a dimension, path group/name, with coordinates 0 to length - 1. */
    void dimension(String path, long length) {
        file.createDataSet(path, Type.INT64.id, Type.INT64.bytes, length);
        dimension(path, length, List.of());
    }

    /** Makes a dimension, path group/name, with the labels as coordinates. */
    void dimension(String path, List<String> labels) {
        try (Handle type = Handle.textType(HDF5Constants.H5T_VARIABLE)) {
            file.createDataSet(path, type.id(), SEQUENCE_BYTES, labels.size());
        }
        dimension(path, labels.size(), labels);
    }

    private void dimension(String path, long length, List<String> labels) {
        file.attributes().set(path, "CLASS", "DIMENSION_SCALE");
        file.attributes().set(path, "NAME", path.substring(path.lastIndexOf('/') + 1));
        // control characters, so that no name or option given by a user looks like one
        byte[] placeholder = String.format("\1\2\3\4%04x", dimensions.size()).getBytes(StandardCharsets.US_ASCII);
        dimensions.put(path, new Dimension(length, labels, placeholder, new ArrayList<>()));
    }

    /** Makes a variable over dimensions of its group. */
    void variable(String group, String name, Type type, String... over) {
        String path = group + "/" + name;
        long[] shape = new long[over.length];
        for (int i = 0; i < over.length; i++) {
            shape[i] = dimensions.get(group + "/" + over[i]).length;
        }
        file.createDataSet(path, type.id, type.bytes, shape);
        if (over.length == 0) {
            return;
        }
        byte[] sequences = new byte[SEQUENCE_BYTES * over.length];
        for (int i = 0; i < over.length; i++) {
            Dimension dimension = dimensions.get(group + "/" + over[i]);
            dimension.uses.add(new Use(path, i));
            ByteBuffer.wrap(sequences).order(ByteOrder.nativeOrder()).putLong(SEQUENCE_BYTES * i, 1);
            HDFHelper.compoundCpyVLStr(new String(dimension.placeholder, StandardCharsets.US_ASCII), sequences,
                    SEQUENCE_BYTES * i + REFERENCE_BYTES);
        }
        try (Handle list = new Handle(H5.H5Tvlen_create(HDF5Constants.H5T_STD_REF_OBJ), H5::H5Tclose)) {
            file.attributes().set(path, "DIMENSION_LIST", list.id(), sequences, over.length);
        } finally {
            HDFHelper.freeCompoundVLStr(sequences, SEQUENCE_BYTES, new int[] {REFERENCE_BYTES});
        }
    }

    /** Completes and closes the definitions, and opens the file again with its coordinates written. */
    Hdf5File end() throws IOException {
        Map<Long, byte[]> references = new LinkedHashMap<>();
        int uses = 0;
        for (Map.Entry<String, Dimension> entry : dimensions.entrySet()) {
            Dimension dimension = entry.getValue();
            references.put(ByteBuffer.wrap(dimension.placeholder).getLong(), file.reference(entry.getKey()));
            uses += dimension.uses.size();
            if (!dimension.uses.isEmpty()) {
                writeReferenceList(entry.getKey(), dimension.uses);
            }
        }
        file.close();
        int replaced = replacePlaceholders(references);
        if (replaced != uses) {
            throw new StoreException(file.path() + ": " + replaced + " references to dimensions found, must be "
                    + uses);
        }
        Hdf5File data = Hdf5File.edit(file.path());
        dimensions.forEach((path, dimension) -> writeCoordinates(data, path, dimension));
        return data;
    }

    private void writeReferenceList(String path, List<Use> uses) {
        ByteBuffer list = ByteBuffer.allocate(REFERENCE_LIST_BYTES * uses.size()).order(ByteOrder.nativeOrder());
        for (Use use : uses) {
            list.put(file.reference(use.variable)).putInt(use.index).putInt(0);
        }
        try (Handle type = new Handle(H5.H5Tcreate(HDF5Constants.H5T_COMPOUND, REFERENCE_LIST_BYTES), H5::H5Tclose)) {
            H5.H5Tinsert(type.id(), "dataset", 0, HDF5Constants.H5T_STD_REF_OBJ);
            H5.H5Tinsert(type.id(), "dimension", REFERENCE_BYTES, HDF5Constants.H5T_NATIVE_INT32);
            file.attributes().set(path, "REFERENCE_LIST", type.id(), list.array(), uses.size());
        }
    }

    private int replacePlaceholders(Map<Long, byte[]> references) throws IOException {
        int replaced = 0;
        try (RandomAccessFile bytes = new RandomAccessFile(file.path().toFile(), "rw")) {
            byte[] added = new byte[Math.toIntExact(bytes.length() - oldBytes)];
            bytes.seek(oldBytes);
            bytes.readFully(added);
            ByteBuffer words = ByteBuffer.wrap(added);
            for (int i = 0; i + REFERENCE_BYTES <= added.length; i++) {
                byte[] reference = added[i] == 1 ? references.get(words.getLong(i)) : null;
                if (reference != null) {
                    bytes.seek(oldBytes + i);
                    bytes.write(reference);
                    replaced++;
                }
            }
        }
        return replaced;
    }

    private static void writeCoordinates(Hdf5File data, String path, Dimension dimension) {
        if (!dimension.labels.isEmpty()) {
            data.writeStrings(path, dimension.labels);
            return;
        }
        Slab all = Slab.all(dimension.length);
        for (long first = 0; first < dimension.length; first += COORDINATE_BLOCK) {
            long[] values = new long[(int) Math.min(COORDINATE_BLOCK, dimension.length - first)];
            for (int i = 0; i < values.length; i++) {
                values[i] = first + i;
            }
            data.write(path, all.part(0, first, values.length), values, Slab.all(values.length));
        }
    }
}
