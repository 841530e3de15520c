package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import kelvin.support.Processes;

/**
 * Runs every command of the user's guide, in its order and in one folder, with fewer iterations; checks of make and sbatch
 * that their targets and scripts are there.
 */
@Timeout(600)
class DocumentationTest {
    private static final Path GUIDE = Processes.HOME.resolve("docs/guide.md");
    /** What a command of the guide gets instead of what it says, or without its saying so. */
    private static final Map<String, String> SMALL = Map.of("--iterations", "100", "--warmup", "200", "--leapfrog", "3");

    @TempDir
    Path folder;

    @Test
    void everyCommandOfTheGuideRuns() throws IOException {
        writeData();
        int ran = 0;
        for (String command : commands(Files.readString(GUIDE))) {
            String first = command.split(" ")[0];
            switch (first) {
                case "kelvin", "mpirun" -> {
                    run(small(command));
                    ran++;
                }
                case "make" -> assertEquals(0, Processes.run(Map.of(), List.of("make", "-n", command.split(" ")[1])).exitCode(),
                        command);
                case "sbatch" -> {
                    String script = Arrays.stream(command.split(" ")).filter(word -> word.startsWith("jobs/")).findFirst()
                            .orElseThrow();
                    assertEquals(0, Processes.run(Map.of(), List.of("bash", "-n", script)).exitCode(), command);
                }
                default -> throw new AssertionError("what runs " + command + "?");
            }
        }
        assertTrue(ran >= 12, ran + " commands");
        assertTrue(Files.exists(folder.resolve("first/report.html")));
        assertTrue(Files.exists(folder.resolve("long/run.h5")));
    }

    @Test
    void commandsAreFoundAndAWrongOneIsNoticed() {
        assertEquals(List.of("kelvin a", "kelvin b --c"), commands("text\n```\nkelvin a\nkelvin b --c\n```\n```toml\nx = 1\n```\n"));
        assertFalse(Processes.run(Map.of(), shell("kelvin sample --no-such-option")).exitCode() == 0);
        assertEquals("kelvin sample --out a --resume --iterations 200",
                small("kelvin sample --out a --resume --iterations 2000"));
    }

    /** Lines of the code blocks that say nothing of their language. */
    private static List<String> commands(String page) {
        List<String> commands = new ArrayList<>();
        boolean inside = false;
        boolean skipped = false;
        for (String line : page.lines().toList()) {
            if (line.startsWith("```")) {
                skipped = !inside && line.length() > 3;
                inside = !inside;
            } else if (inside && !skipped) {
                commands.add(line);
            }
        }
        return commands;
    }

    private static String small(String command) {
        if (!command.contains("kelvin sample")) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        if (words.contains("--resume")) {   // which may raise the iterations, and nothing else
            words.set(words.indexOf("--iterations") + 1, "200");
            return String.join(" ", words);
        }
        SMALL.forEach((option, value) -> {
            int at = words.indexOf(option);
            if (at >= 0) {
                words.set(at + 1, value);
            } else {
                words.addAll(List.of(option, value));
            }
        });
        return String.join(" ", words);
    }

    private void run(String command) {
        Processes.Ended ended = Processes.run(Map.of("OMPI_ALLOW_RUN_AS_ROOT", "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1",
                "OMPI_MCA_rmaps_base_oversubscribe", "1", "OMPI_MCA_mpi_yield_when_idle", "1",
                "OMPI_MCA_hwloc_base_binding_policy", "none"), shell("cd '" + folder + "'; " + command));
        assertEquals(0, ended.exitCode(), command + "\n" + ended);
    }

    private static List<String> shell(String command) {
        return List.of("bash", "-c", "PATH='" + Processes.HOME + "/bin':$PATH; " + command);
    }

    private void writeData() throws IOException {
        Random random = new Random(1);
        for (String name : List.of("train", "test", "counts", "classes", "new")) {
            StringBuilder text = new StringBuilder("a,b,y\n");
            for (int i = 0; i < 40; i++) {
                double a = random.nextGaussian();
                double b = random.nextGaussian();
                double y = a - b + 0.1 * random.nextGaussian();
                text.append(a).append(',').append(b).append(',').append(name.equals("counts") ? (int) Math.abs(3 * y)
                        : name.equals("classes") ? y > 0 ? 1 : 0 : y).append('\n');
            }
            Files.writeString(folder.resolve(name + ".csv"), text);
        }
        String guide = Files.readString(GUIDE);
        int toml = guide.indexOf("```toml\n") + "```toml\n".length();
        Files.writeString(folder.resolve("run.toml"), guide.substring(toml, guide.indexOf("```", toml)));
    }
}
