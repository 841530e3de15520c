package kelvin.doctor;

import java.nio.file.Path;
import java.util.List;

import kelvin.bank.cpu.Arithmetics;
import kelvin.store.Hdf5Library;
import kelvin.team.MpiLibrary;

/** All checks of a machine. */
public final class Doctor {
    private Doctor() {
    }

    /**
     * Looks at the machine.
     *
     * @param out directory that a run would write into
     * @param kernels where the compiled CUDA kernels may be
     */
    public static List<Finding> examine(Machine machine, Path out, List<String> kernels) {
        SoftwareChecks software = new SoftwareChecks(machine);
        HardwareChecks hardware = new HardwareChecks(machine);
        return List.of(software.java(),
                HardwareChecks.processor(Arithmetics.best().description(), Runtime.getRuntime().availableProcessors()),
                software.mpi(MpiLibrary::version), software.transports(), SoftwareChecks.hdf5(Hdf5Library::version),
                hardware.gpus(), hardware.kernels(kernels), hardware.cublas(), software.slurm(), DirectoryCheck.of(out));
    }
}
