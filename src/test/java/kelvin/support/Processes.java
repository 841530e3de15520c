package kelvin.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs started by tests, each within a time limit. */
public final class Processes {
    /** The folder of the checkout. */
    public static final Path HOME = Path.of("").toAbsolutePath();

    /** A Python that has h5py; make test says which. */
    public static final String PYTHON = System.getenv().getOrDefault("PYTHON", "python3");

    /** What mpirun wants to be told where it runs as root, as in containers. */
    static final Map<String, String> MPI_ENVIRONMENT = Map.of("OMPI_ALLOW_RUN_AS_ROOT", "1",
            "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");

    private static final long LIMIT_SECONDS = 180;

    private Processes() {
    }

    /** How a program ended. */
    public record Ended(int exitCode, String out, String err) {
        /** The same text for a failed assertion. */
        @Override
        public String toString() {
            return "exit code " + exitCode + "\nstdout:\n" + out + "\nstderr:\n" + err;
        }
    }

    /** Runs a program in the folder of the checkout. */
    public static Ended run(Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("kelvin", ".out");
            Path err = Files.createTempFile("kelvin", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + LIMIT_SECONDS + " s: " + command + "\n"
                        + Files.readString(err));
            }
            Ended ended = new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a program over so many MPI ranks. */
    public static Ended mpirun(int ranks, List<String> program) {
        List<String> command = new ArrayList<>(mpirunOptions(ranks));
        command.addAll(program);
        return run(MPI_ENVIRONMENT, command);
    }

    static List<String> mpirunOptions(int ranks) {
        return List.of("mpirun", "-np", Integer.toString(ranks), "--oversubscribe", "--bind-to", "none", "--mca",
                "mpi_yield_when_idle", "1");
    }

    /** A command with other values of options: in place of those that it has, or behind it. */
    public static List<String> with(List<String> command, String... namesAndValues) {
        List<String> changed = new ArrayList<>(command);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            int at = changed.indexOf(namesAndValues[i]);
            if (at < 0) {
                changed.addAll(List.of(namesAndValues[i], namesAndValues[i + 1]));
            } else {
                changed.set(at + 1, namesAndValues[i + 1]);
            }
        }
        return changed;
    }

    /** Compares run files to the bit, all groups but timing; ends with 1 where they differ. */
    public static Ended compareRuns(List<String> runs) {
        List<String> command = new ArrayList<>(List.of(PYTHON, "src/test/python/compare_runs.py"));
        command.addAll(runs);
        return run(Map.of(), command);
    }
}
