package kelvin.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The machine that this program runs on. */
public final class ThisMachine implements Machine {
    private static final long LIMIT_SECONDS = 20;

    @Override
    public Optional<String> output(List<String> command) {
        try {
            Path out = Files.createTempFile("kelvin-doctor", ".txt");
            try {
                Process process = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return Optional.empty();
                }
                return process.exitValue() == 0
                        ? Optional.of(Files.readString(out, StandardCharsets.UTF_8).strip()) : Optional.empty();
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            return Optional.empty();   // no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    @Override
    public String property(String name) {
        return System.getProperty(name, "");
    }

    @Override
    public Optional<String> file(List<String> paths) {
        return paths.stream().filter(path -> Files.exists(Path.of(path))).findFirst();
    }
}
