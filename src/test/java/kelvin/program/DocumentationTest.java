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
 * Runs every command of the user's guide, of the README and of the worked example, in their order and in one folder, with fewer iterations; checks of
 * make and sbatch that their targets and scripts are there.
 */
@Timeout(900)
class DocumentationTest {
    private static final Path GUIDE = Processes.HOME.resolve("docs/guide.md");
    private static final Path README = Processes.HOME.resolve("README.md");
    private static final String INDENT = "    ";
    /** What a command of the guide gets instead of what it says, or without its saying so. */
    private static final Map<String, String> SMALL = Map.of("--iterations", "100", "--warmup", "200", "--leapfrog", "3");

    @TempDir
    Path folder;

    @Test
    void everyCommandOfTheGuideRuns() throws IOException {
        writeData();
        assertTrue(run(commands(Files.readString(GUIDE))) >= 15);
        assertTrue(Files.exists(folder.resolve("first/report.html")));
        assertTrue(Files.exists(folder.resolve("models/models.html")));
        assertTrue(Files.exists(folder.resolve("live.csv")));
        assertTrue(Files.exists(folder.resolve("long/run.h5")));
        runJava();
    }

    @Test
    void everyCommandOfTheReadmeRuns() throws IOException {
        writeData();
        String readme = Files.readString(README);
        List<String> commands = indented(readme);
        for (int i = 1; i <= 3; i++) {   // of which it says that they are there
            run(small("kelvin sample --train train.csv --hidden 8 --rungs 2 --seed " + i + " --out run-" + i));
        }
        assertTrue(run(commands) >= 7);
        assertTrue(Files.exists(folder.resolve("my-run/report.html")));
        assertTrue(Files.exists(folder.resolve("predictions.h5")));

        int start = readme.indexOf(INDENT + "import h5py\n");
        String script = readme.substring(start, readme.indexOf("\n\n", start)).replaceAll("(?m)^" + INDENT, "")
                .replace("results/run/run.h5", folder.resolve("my-run/run.h5").toString());
        Processes.Ended ended = Processes.run(Map.of(), List.of(Processes.PYTHON, "-c", script));
        assertEquals(0, ended.exitCode(), script + "\n" + ended);
        // test.csv has two inputs, and the first layer 32 units
        assertTrue(ended.out().matches("(?s)\\(1, \\d+, 2, 32\\) .*"), ended.toString());
    }

    @Test
    void everyCommandOfTheWorkedExampleRuns() throws IOException {
        Files.createSymbolicLink(folder.resolve("docs"), Processes.HOME.resolve("docs"));
        assertEquals(4, run(indented(Files.readString(Path.of("docs/examples/two-modes/README.md")))));
        assertTrue(Files.exists(folder.resolve("band.csv")));
        assertTrue(Files.exists(folder.resolve("two-modes/report.html")));
    }

    @Test
    void commandsAreFoundAndAWrongOneIsNoticed() {
        assertEquals(List.of("kelvin a", "kelvin b --c"), commands("text\n```\nkelvin a\nkelvin b --c\n```\n```toml\nx = 1\n```\n"));
        assertFalse(Processes.run(Map.of(), shell("kelvin sample --no-such-option")).exitCode() == 0);
        assertEquals("kelvin sample --out a --resume --iterations 200",
                small("kelvin sample --out a --resume --iterations 2000"));
    }

    /** Runs commands, and returns how many of them were Kelvin's. */
    private int run(List<String> commands) {
        int ran = 0;
        for (String command : commands) {
            switch (command.split(" ")[0]) {
                case "kelvin", "mpirun" -> {
                    if (command.contains("kelvin bench")) {
                        refuses(command);
                    } else {
                        run(small(command));
                    }
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
        return ran;
    }

    /** Commands in blocks that are indented, without their comments. */
    private static List<String> indented(String page) {
        return page.lines().filter(line -> line.startsWith(INDENT)).map(String::strip)
                .filter(line -> line.matches("(bin/kelvin|mpirun|make|sbatch) \\S.*"))
                .map(line -> line.replaceFirst(" +# .*", "").replace("bin/kelvin", "kelvin")).toList();
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

    /** A measurement takes minutes; that it is known shows in its being refused for its threads, which are looked at last. */
    private static void refuses(String command) {
        Processes.Ended ended = Processes.run(Map.of(), shell(command + " --threads 0"));
        assertEquals(64, ended.exitCode(), command + "\n" + ended);
        assertTrue(ended.err().contains("--threads: 0"), command + "\n" + ended);
    }

    /** The guide's Java, with the imports that it takes for granted. */
    private void runJava() throws IOException {
        String imports = "import java.nio.file.Path; import java.util.List; import kelvin.bank.cpu.CpuDevice; "
                + "import kelvin.model.DataSet; import kelvin.predict.*;";
        Files.writeString(folder.resolve("Predict.java"), imports + " class Predict { public static void main(String[] args) "
                + "throws Exception {" + block("java") + "} }");
        Processes.Ended ended = Processes.run(Map.of(), shell("source '" + Processes.HOME + "/.deps/env'; cd '" + folder
                + "'; $JAVA_HOME/bin/java --add-modules jdk.incubator.vector -cp '" + Processes.HOME + "/target/kelvin.jar:"
                + Processes.HOME + "/target/lib/*' Predict.java"));
        assertEquals(0, ended.exitCode(), ended.toString());
        assertTrue(ended.out().contains(" in Interval[low="), ended.toString());
    }

    /** The guide's first code block in a language. */
    private static String block(String language) throws IOException {
        String guide = Files.readString(GUIDE);
        int start = guide.indexOf("```" + language + "\n") + language.length() + 4;
        return guide.substring(start, guide.indexOf("```", start));
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
        Files.writeString(folder.resolve("run.toml"), block("toml"));
    }
}
