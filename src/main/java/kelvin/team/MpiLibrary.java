package kelvin.team;

import mpi.MPI;

/** The MPI library that this program would use. */
public final class MpiLibrary {
    private MpiLibrary() {
    }

    /**
     * Its version in words; loads it.
     *
     * @throws TeamException if the library or its Java bindings cannot be loaded
     */
    public static String version() {
        try {
            return MPI.getLibVersion();
        } catch (LinkageError e) {
            throw new TeamException("MPI: " + e, e);
        }
    }
}
