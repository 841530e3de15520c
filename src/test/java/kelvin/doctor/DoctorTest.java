package kelvin.doctor;

import static kelvin.doctor.Finding.State.ABSENT;
import static kelvin.doctor.Finding.State.BROKEN;
import static kelvin.doctor.Finding.State.DOUBTFUL;
import static kelvin.doctor.Finding.State.FINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every check on machines that have a thing, lack it, or have it half. */
class DoctorTest {
    @TempDir
    Path folder;

    /** A machine with the outputs, variables and files that a test gives it. */
    private static final class MadeUp implements Machine {
        private final Map<String, String> outputs = new HashMap<>();
        private final Map<String, String> variables = new HashMap<>();
        private final List<String> files;
        private String javaVersion = "17";

        MadeUp(String... files) {
            this.files = List.of(files);
        }

        MadeUp says(String program, String output) {
            outputs.put(program, output);
            return this;
        }

        @Override
        public Optional<String> output(List<String> command) {
            return Optional.ofNullable(outputs.get(String.join(" ", command)))
                    .or(() -> Optional.ofNullable(outputs.get(command.get(0))));
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(variables.get(name));
        }

        @Override
        public String property(String name) {
            return javaVersion;
        }

        @Override
        public Optional<String> file(List<String> paths) {
            return paths.stream().filter(files::contains).findFirst();
        }
    }

    @Test
    void aJavaThatIsTooOldIsRefused() {
        MadeUp machine = new MadeUp();
        assertEquals(FINE, new SoftwareChecks(machine).java().state());
        machine.javaVersion = "11";
        Finding finding = new SoftwareChecks(machine).java();
        assertEquals(BROKEN, finding.state());
        assertTrue(finding.fix().contains("JAVA_HOME"));
    }

    @Test
    void mpiNeedsBindingsAndALauncher() {
        MadeUp with = new MadeUp().says("mpirun", "mpirun (Open MPI) 4.1.4\nmore");
        assertEquals(FINE, new SoftwareChecks(with).mpi(() -> "Open MPI v4.1.4").state());
        assertEquals(DOUBTFUL, new SoftwareChecks(new MadeUp()).mpi(() -> "Open MPI v4.1.4").state());
        Finding without = new SoftwareChecks(with).mpi(() -> {
            throw new UnsatisfiedLinkError("no mpi_java in java.library.path");
        });
        assertEquals(ABSENT, without.state());
        assertEquals("mpirun (Open MPI) 4.1.4, no Java bindings: no mpi_java in java.library.path", without.found());
    }

    @Test
    void aFastNetworkThatMpiCannotUseIsPointedOut() {
        String tcp = "mca:btl:tcp:version:\"mca:2.1.0\"\nmca:btl:tcp:version:\"api:3.1.0\"\nmca:pml:ob1:version:\"x\"\n";
        Finding onEthernet = new SoftwareChecks(new MadeUp().says("ompi_info", tcp)).transports();
        assertEquals(FINE, onEthernet.state());
        assertEquals("btl tcp, pml ob1", onEthernet.found());
        MadeUp infiniband = new MadeUp("/sys/class/infiniband").says("ompi_info", tcp);
        assertEquals(DOUBTFUL, new SoftwareChecks(infiniband).transports().state());
        infiniband.says("ompi_info", tcp + "mca:pml:ucx:version:\"x\"\n");
        assertEquals(FINE, new SoftwareChecks(infiniband).transports().state());
        assertEquals(ABSENT, new SoftwareChecks(new MadeUp()).transports().state());
    }

    @Test
    void nothingIsWrittenWithoutHdf5() {
        assertEquals(FINE, SoftwareChecks.hdf5(() -> "1.10.8").state());
        assertEquals(BROKEN, SoftwareChecks.hdf5(() -> {
            throw new IllegalStateException("no library\nat all");
        }).state());
    }

    @Test
    void slurmWithAndWithoutPmix() {
        assertEquals(ABSENT, new SoftwareChecks(new MadeUp()).slurm().state());
        MadeUp slurm = new MadeUp().says("sinfo", "debug 2 nodes (null)").says("sinfo --version", "slurm 22.05.8");
        assertEquals(DOUBTFUL, new SoftwareChecks(slurm).slurm().state());
        slurm.says("srun", "MPI plugin types are...\n\tpmix");
        slurm.variables.put("SLURM_JOB_ID", "7");
        assertEquals("slurm 22.05.8; debug 2 nodes (null); inside job 7; srun --mpi=pmix",
                new SoftwareChecks(slurm).slurm().found());
    }

    @Test
    void gpusTheirDriverAndLibraries() {
        MadeUp bare = new MadeUp();
        assertEquals(ABSENT, new HardwareChecks(bare).gpus().state());
        assertEquals(ABSENT, new HardwareChecks(bare).cublas().state());
        assertEquals(ABSENT, HardwareChecks.kernels(false).state());
        assertEquals(DOUBTFUL, new HardwareChecks(new MadeUp("/dev/nvidia0")).gpus().state());
        MadeUp gpu = new MadeUp("/cuda/libcublas.so.12")
                .says("nvidia-smi", "NVIDIA H200, 143771 MiB, 570.1, 9.0\nNVIDIA H200, 143771 MiB, 570.1, 9.0");
        gpu.variables.put("LD_LIBRARY_PATH", "/somewhere:/cuda");
        assertTrue(new HardwareChecks(gpu).gpus().found().startsWith("NVIDIA H200, 143771 MiB, 570.1, 9.0; NVIDIA"));
        assertEquals("/cuda/libcublas.so.12", new HardwareChecks(gpu).cublas().found());
        assertEquals(FINE, HardwareChecks.kernels(true).state());
        assertEquals(DOUBTFUL, HardwareChecks.processor("scalar code", 2).state());
    }

    @Test
    void theDirectoryIsTriedAndLeftAsItWas() throws IOException {
        Finding finding = DirectoryCheck.of(folder.resolve("not/yet/there"));
        assertFalse(finding.state() == BROKEN, finding.found());
        assertTrue(finding.found().startsWith(folder.toString()), finding.found());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
        assertEquals(BROKEN, DirectoryCheck.of(Path.of("/proc")).state());
    }

    @Test
    void thisMachineAnswers() {
        ThisMachine machine = new ThisMachine();
        assertEquals(Optional.of("a b"), machine.output(List.of("echo", "a b")));
        assertEquals(Optional.empty(), machine.output(List.of("false")));
        assertEquals(Optional.empty(), machine.output(List.of("kelvin-no-such-program")));
        List<Finding> findings = Doctor.examine(machine, folder);
        assertEquals(10, findings.size());
        assertTrue(findings.stream().noneMatch(finding -> finding.state() == BROKEN), findings.toString());
    }
}
