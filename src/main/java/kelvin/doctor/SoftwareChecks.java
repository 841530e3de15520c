package kelvin.doctor;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Checks of Java, MPI, HDF5 and SLURM. */
final class SoftwareChecks {
    private static final int OLDEST_JAVA = 17;
    /** What carries messages between hosts faster than TCP. */
    private static final String FAST = "ucx|ofi|psm2|openib|uct";

    private final Machine machine;

    SoftwareChecks(Machine machine) {
        this.machine = machine;
    }

    Finding java() {
        String found = machine.property("java.version") + ", " + machine.property("java.vm.name") + " in "
                + machine.property("java.home");
        int feature = Integer.parseInt(machine.property("java.specification.version").replaceFirst("^1\\.", ""));
        return feature >= OLDEST_JAVA ? Finding.fine("Java", found)
                : Finding.broken("Java", found, "set JAVA_HOME to a JDK 17 or newer");
    }

    /**
     * MPI and its Java bindings.
     *
     * @param library loads them and tells their version; throws if they cannot be loaded
     */
    Finding mpi(Supplier<String> library) {
        Optional<String> launcher = machine.output(List.of("mpirun", "--version"));
        String fix = "make deps installs an Open MPI with Java bindings, or MPI_HOME=/path/to/one before it; one rank "
                + "samples without";
        try {
            String version = library.get();
            return launcher.isPresent() ? Finding.fine("MPI", firstLine(version))
                    : Finding.doubtful("MPI", firstLine(version) + ", but no mpirun in PATH",
                            "put the bin folder of that Open MPI into PATH, or start ranks with srun --mpi=pmix");
        } catch (RuntimeException | LinkageError e) {
            return Finding.absent("MPI", launcher.map(SoftwareChecks::firstLine).orElse("no mpirun")
                    + ", no Java bindings: " + firstLine(String.valueOf(e.getMessage())), fix);
        }
    }

    /** What carries messages between ranks. */
    Finding transports() {
        Optional<String> info = machine.output(List.of("ompi_info", "--parsable"));
        if (info.isEmpty()) {
            return Finding.absent("transports", "ompi_info does not run",
                    "put the bin folder of the Open MPI in use into PATH");
        }
        String found = info.get().lines().filter(line -> line.matches("mca:(btl|mtl|pml):[^:]+:version:.*"))
                .map(line -> line.split(":")[1] + " " + line.split(":")[2]).distinct().sorted()
                .collect(Collectors.joining(", "));
        boolean fabric = machine.file(List.of("/sys/class/infiniband", "/sys/class/cxi", "/dev/hfi1_0")).isPresent();
        boolean fast = found.matches(".*\\b(" + FAST + ")\\b.*");
        return fabric && !fast ? Finding.doubtful("transports", found + "; this host has a fast network that they do not use",
                "use the site's Open MPI, built with UCX or libfabric: MPI_HOME=/path/to/it before make deps")
                : Finding.fine("transports", found);
    }

    /**
     * The HDF5 library.
     *
     * @param library loads it and tells its version; throws if it cannot be loaded
     */
    static Finding hdf5(Supplier<String> library) {
        try {
            return Finding.fine("HDF5", library.get());
        } catch (RuntimeException | LinkageError e) {
            return Finding.broken("HDF5", firstLine(String.valueOf(e.getMessage())),
                    "make deps installs JHDF5, or JHDF5_HOME=/path/to/sis-jhdf5 before it");
        }
    }

    Finding slurm() {
        Optional<String> version = machine.output(List.of("sinfo", "--version"));
        if (version.isEmpty()) {
            return Finding.absent("SLURM", "sinfo is not there or does not answer", "only the scripts in jobs/ need it");
        }
        String partitions = machine.output(List.of("sinfo", "--noheader", "--format=%R %D nodes %G"))
                .map(text -> text.lines().collect(Collectors.joining("; "))).orElse("no answer from slurmctld");
        String job = machine.variable("SLURM_JOB_ID").map(id -> "; inside job " + id).orElse("");
        String found = version.get() + "; " + partitions + job;
        String plugins = machine.output(List.of("srun", "--mpi=list")).orElse("");
        return plugins.contains("pmix") ? Finding.fine("SLURM", found + "; srun --mpi=pmix")
                : Finding.doubtful("SLURM", found + "; srun without PMIx", "start ranks with mpirun, as jobs/ do, or ask "
                        + "for SLURM's pmix plugin");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
