package kelvin.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A run of the program, alone or over ranks, that is disturbed while it goes on. Closing it kills what is left. */
public final class Job implements AutoCloseable {
    private static final String RANK = "OMPI_COMM_WORLD_RANK=";

    private final Process process;
    private final Path out;
    private final Path err;
    private List<ProcessHandle> known = List.of();

    private Job(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts the program; one rank is started without mpirun. */
    public static Job start(int ranks, List<String> program) {
        List<String> command = new ArrayList<>();
        if (ranks > 1) {
            command.addAll(Processes.mpirunOptions(ranks));
        }
        command.addAll(program);
        try {
            Path out = Files.createTempFile("kelvin", ".out");
            Path err = Files.createTempFile("kelvin", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).directory(Processes.HOME.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(Processes.MPI_ENVIRONMENT);
            return new Job(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was started: mpirun, or the program itself. */
    public ProcessHandle launcher() {
        return process.toHandle();
    }

    /** The ranks that run now, in order; the program itself where there is no mpirun. */
    public List<ProcessHandle> ranks() {
        TreeMap<Integer, ProcessHandle> ranks = new TreeMap<>();
        process.descendants().forEach(child -> {
            int rank = rank(child);
            if (rank >= 0) {
                ranks.put(rank, child);
            }
        });
        known = ranks.isEmpty() ? List.of(process.toHandle()) : List.copyOf(ranks.values());
        return known;
    }

    /** Number of the rank that a process is, or below 0. */
    private static int rank(ProcessHandle process) {
        try {
            String words = Files.readString(Path.of("/proc", "" + process.pid(), "environ"), StandardCharsets.ISO_8859_1);
            return Arrays.stream(words.split("\0")).filter(word -> word.startsWith(RANK)).findFirst()
                    .map(word -> Integer.parseInt(word.substring(RANK.length()))).orElse(-1);
        } catch (IOException e) {
            return -1;   // it has ended
        }
    }

    /** Sends a signal by its name, such as KILL. */
    public static void signal(String name, List<ProcessHandle> to) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        to.forEach(one -> command.add("" + one.pid()));
        Processes.run(Map.of(), command);
    }

    public boolean running() {
        return process.isAlive();
    }

    /** What it has written to stderr so far. */
    public String errorsSoFar() {
        try {
            return Files.readString(err, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until there is a file; what ended before is a failure. */
    public void awaitFile(Path file) throws InterruptedException {
        await(() -> Files.exists(file), file.toString());
    }

    /** Waits until something stands on stderr; what ended before is a failure. */
    public void awaitErrors(String words) throws InterruptedException {
        await(() -> errorsSoFar().contains(words), words);
    }

    private void await(BooleanSupplier there, String what) throws InterruptedException {
        while (!there.getAsBoolean()) {
            assertTrue(running(), () -> "ended before there was " + what + "\n" + errorsSoFar());
            Thread.sleep(5);
        }
    }

    /** Waits for the end, also that of ranks that mpirun left behind. */
    public Processes.Ended await(long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                signal("QUIT", ranks());   // on which Java says what every thread is at
                process.waitFor(2, TimeUnit.SECONDS);
                throw new IllegalStateException("still running after " + seconds + " s\n" + errorsSoFar()
                        + Files.readString(out, StandardCharsets.UTF_8));
            }
            for (ProcessHandle rank : known) {
                rank.onExit().get(seconds, TimeUnit.SECONDS);
            }
            return new Processes.Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), errorsSoFar());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same for a job of which something was killed: what does not end by itself is killed too. */
    public void awaitOrKill(long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            await(seconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        known.forEach(ProcessHandle::destroyForcibly);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }
}
