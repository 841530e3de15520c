package kelvin.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has HDF5 files read through by a process of its own before this process hands them to the library, which is C: what
 * crashes it there, or takes too long, is refused here. The process is started with the first file and ends by itself.
 */
final class Hdf5Inspector {
    private static final Hdf5Inspector ONE = new Hdf5Inspector();
    private static final long LEAST_SECONDS = 20;
    /** Slower than any disk. */
    private static final long BYTES_A_SECOND = 10 << 20;

    private Process process;
    private Writer questions;
    private BufferedReader answers;

    private Hdf5Inspector() {
    }

    /**
     * Returns if the library can read a file.
     *
     * @throws DataException if it cannot
     * @throws StoreException if that could not be found out
     */
    static void inspect(Path path) {
        synchronized (ONE) {
            ONE.ask(path);
        }
    }

    private void ask(Path path) {
        String name = path.toAbsolutePath().toString();
        if (name.contains("\n") || name.contains("\r")) {
            throw new DataException(path + ": a line end in its name, must be another name");
        }
        try {
            String answer = answer(name, LEAST_SECONDS + Files.size(path) / BYTES_A_SECOND);
            if (answer == null && process.waitFor() == 0) {
                // it had just gone for want of questions
                answer = answer(name, LEAST_SECONDS + Files.size(path) / BYTES_A_SECOND);
            }
            if (answer == null) {
                throw new DataException(path + ": damaged, it crashes the HDF5 library");
            } else if (!answer.equals(Hdf5Inspection.FINE)) {
                throw new DataException(answer.replace(name, path.toString()));
            }
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new DataException(path + ": damaged, the HDF5 library does not come to an end with it");
        } catch (IOException | ExecutionException e) {
            throw new StoreException(path + ": could not be inspected: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(path + ": interrupted while inspecting it", e);
        }
    }

    /** The answer, or null if the process has ended without one. */
    private String answer(String name, long seconds) throws IOException, InterruptedException, ExecutionException,
            TimeoutException {
        if (process == null || !process.isAlive()) {
            start();
        }
        try {
            questions.write(name + "\n");
            questions.flush();
        } catch (IOException e) {
            return null;   // no longer there
        }
        return CompletableFuture.supplyAsync(this::line).get(seconds, TimeUnit.SECONDS);
    }

    private String line() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private void start() throws IOException {
        process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:+SuppressFatalErrorMessage",
                "-XX:-CreateCoredumpOnCrash", "-Djava.library.path=" + System.getProperty("java.library.path", ""), "-cp",
                System.getProperty("java.class.path"), Hdf5Inspection.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
