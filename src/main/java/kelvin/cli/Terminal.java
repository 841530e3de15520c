package kelvin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tells whether somebody watches stderr. */
final class Terminal {
    private static final List<String> DEVICES = List.of("/dev/pts/", "/dev/tty", "/dev/console");

    private Terminal() {
    }

    /**
     * Whether stderr ends in a terminal: this process's own, or that of the mpirun that started it and passes on what
     * its ranks write.
     */
    static boolean shows() {
        if (isTerminal("self")) {
            return true;
        }
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        return System.getenv("OMPI_COMM_WORLD_SIZE") != null && parent.isPresent()
                && isTerminal(Long.toString(parent.get().pid()));
    }

    private static boolean isTerminal(String process) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc", process, "fd", "2")).toString();
            return DEVICES.stream().anyMatch(target::startsWith);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
