package kelvin.store;

import java.util.function.LongConsumer;

import hdf.hdf5lib.H5;
import hdf.hdf5lib.HDF5Constants;

/** The one owner of a handle of the HDF5 library. */
final class Handle implements AutoCloseable {
    private final long id;
    private final LongConsumer closer;
    private boolean closed;

    Handle(long id, LongConsumer closer) {
        this.id = id;
        this.closer = closer;
    }

    /** A data space of some shape; none for a scalar. */
    static Handle space(long... shape) {
        return new Handle(shape.length == 0 ? H5.H5Screate(HDF5Constants.H5S_SCALAR)
                : H5.H5Screate_simple(shape.length, shape, shape), H5::H5Sclose);
    }

    /** Type of UTF-8 strings of so many bytes with the NUL that ends them, or H5T_VARIABLE. */
    static Handle textType(long bytes) {
        Handle type = new Handle(H5.H5Tcopy(HDF5Constants.H5T_C_S1), H5::H5Tclose);
        H5.H5Tset_size(type.id, bytes);
        H5.H5Tset_strpad(type.id, HDF5Constants.H5T_STR_NULLTERM);
        H5.H5Tset_cset(type.id, HDF5Constants.H5T_CSET_UTF8);
        return type;
    }

    /** Shape of a data space. */
    static long[] extent(Handle space) {
        long[] shape = new long[H5.H5Sget_simple_extent_ndims(space.id)];
        if (shape.length > 0) {
            H5.H5Sget_simple_extent_dims(space.id, shape, null);
        }
        return shape;
    }

    /** The library's number for the open thing. */
    long id() {
        return id;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closer.accept(id);
        }
    }
}
