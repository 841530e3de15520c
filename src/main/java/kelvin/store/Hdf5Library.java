package kelvin.store;

import java.nio.file.Path;

import hdf.hdf5lib.H5;

/** The HDF5 library that this program would use. */
public final class Hdf5Library {
    private Hdf5Library() {
    }

    /**
     * Its version; loads it.
     *
     * @throws StoreException if it cannot be loaded
     */
    public static String version() {
        return Hdf5Call.guarded(Path.of("HDF5"), () -> {
            int[] version = new int[3];
            H5.H5get_libversion(version);
            return version[0] + "." + version[1] + "." + version[2];
        });
    }
}
