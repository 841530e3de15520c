package kelvin.doctor;

import java.nio.file.Path;
import java.util.List;

import kelvin.bank.BankSettings;
import kelvin.bank.cpu.Arithmetics;
import kelvin.store.Hdf5Library;
import kelvin.team.MpiLibrary;

/** All checks of a machine. */
public final class Doctor {
    /** One of them, which is there if any is; beside the class that loads them, in the program's jar. */
    private static final String KERNELS = "cuda/evaluate_narrow.fatbin";

    private Doctor() {
    }

    /**
     * Looks at the machine.
     *
     * @param out directory that a run would write into
     */
    public static List<Finding> examine(Machine machine, Path out) {
        SoftwareChecks software = new SoftwareChecks(machine);
        HardwareChecks hardware = new HardwareChecks(machine);
        return List.of(software.java(),
                HardwareChecks.processor(Arithmetics.best().description(), Runtime.getRuntime().availableProcessors()),
                software.mpi(MpiLibrary::version), software.transports(), SoftwareChecks.hdf5(Hdf5Library::version),
                hardware.gpus(), HardwareChecks.kernels(BankSettings.class.getResource(KERNELS) != null), hardware.cublas(), software.slurm(), DirectoryCheck.of(out));
    }
}
