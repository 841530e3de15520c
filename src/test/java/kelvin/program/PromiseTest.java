package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.support.Processes;

/**
 * The promise in full: every explorer and path, rungs that ranks do not divide, more ranks than rungs, several ladders,
 * 1 to 5 ranks, 1 and 2 threads, narrower vectors, no vectors, another Java. Writes its table to target/promise.md.
 */
@Tag("long")
class PromiseTest {
    private static final Path OTHER_JAVA = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");

    private static final List<String> LAUNCHER = List.of("bin/kelvin");

    @TempDir
    Path folder;

    private int count;
    private final List<String> table = new ArrayList<>(List.of("| rungs x ladders | path | explorer | runs compared | "
            + "datasets and attributes | differences |", "|---|---|---|---|---|---|"));

    @Test
    void everyCombinationWritesTheSameDraws() throws IOException {
        int differences = 0;
        for (int[] shape : new int[][] {{5, 2}, {2, 3}}) {
            for (String path : List.of("likelihood", "posterior")) {
                for (String explorer : List.of("mams", "hmc", "mala", "random-walk")) {
                    differences += compare(shape[0], shape[1], path, explorer);
                }
            }
        }
        Files.write(Path.of("target/promise.md"), table);
        assertEquals(0, differences, String.join("\n", table));
    }

    /** Runs one combination in every way and returns how many ways differed. */
    private int compare(int rungs, int ladders, String path, String explorer) {
        List<String> options = new ArrayList<>(List.of("--train", "src/data/airfoil_train.csv", "--hidden", "7,5",
                "--activation", "tanh", "--path", path, "--rungs", "" + rungs, "--ladders", "" + ladders, "--explorer",
                explorer, "--warmup", "40", "--iterations", "60", "--thin", "4", "--swap-every", "2", "--quiet", "--debug"));
        if (path.equals("posterior")) {
            options.addAll(List.of("--max-temperature", "2"));
        }
        if (List.of("mams", "hmc").contains(explorer)) {
            options.addAll(List.of("--leapfrog", "5"));
        }
        List<String> runs = new ArrayList<>();
        for (int ranks = 1; ranks <= 5; ranks++) {
            for (int threads = 1; threads <= 2; threads++) {
                runs.add(sample(options, ranks, threads, Map.of(), LAUNCHER));
            }
        }
        runs.add(sample(options, 2, 1, Map.of("KELVIN_JAVA_OPTS", "-XX:UseAVX=2"), LAUNCHER));
        runs.add(sample(options, 1, 1, Map.of(), List.of(System.getProperty("java.home") + "/bin/java", "-cp",
                "target/kelvin.jar:target/lib/*", "kelvin.cli.Main")));
        if (Files.isDirectory(OTHER_JAVA)) {
            runs.add(sample(options, 2, 1, Map.of("JAVA_HOME", OTHER_JAVA.toString()), LAUNCHER));
        }
        Processes.Ended ended = Processes.compareRuns(runs);
        String[] said = ended.out().split("\n");
        String[] counts = said[said.length - 1].replaceAll("[^0-9,]", "").split(",");
        table.add("| " + rungs + " x " + ladders + " | " + path + " | " + explorer + " | " + runs.size() + " | " + counts[0]
                + " | " + counts[1] + " |");
        return ended.exitCode();
    }

    private String sample(List<String> options, int ranks, int threads, Map<String, String> environment,
            List<String> program) {
        Path out = folder.resolve("run-" + count++);
        List<String> command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(program);
        command.addAll(List.of("sample", "--threads", "" + threads, "--out", out.toString()));
        command.addAll(options);
        Processes.Ended ended = ranks == 1 ? Processes.run(Map.of(), command) : Processes.mpirun(ranks, command);
        assertEquals(0, ended.exitCode(), ended.toString());
        return out.resolve("run.h5").toString();
    }
}
