package kelvin.store;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import hdf.hdf5lib.exceptions.HDF5Exception;
import hdf.hdf5lib.exceptions.HDF5LibraryException;

/** Calls of the HDF5 library, whose failures come out as one line that names the file. */
interface Hdf5Call<T> {
    /** How the library quotes the system's own message. */
    Pattern SYSTEM_MESSAGE = Pattern.compile("error message = '([^']*)'");

    T run();

    /**
     * Makes the calls.
     *
     * @throws StoreException if one fails, or if there is no library
     */
    static <T> T guarded(Path path, Hdf5Call<T> call) {
        try {
            return call.run();
        } catch (HDF5Exception e) {
            // what the system said, if anything, is deep in the library's own stack
            String stack = e instanceof HDF5LibraryException library ? library.getHDF5ErrorStackAsString() : null;
            Matcher system = SYSTEM_MESSAGE.matcher(String.valueOf(stack));
            throw new StoreException(path + ": " + (system.find() ? system.group(1) : "HDF5: " + e.getMessage()), e);
        } catch (LinkageError e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new StoreException(path + ": the HDF5 library could not be loaded: " + reason.getMessage(), e);
        }
    }
}
