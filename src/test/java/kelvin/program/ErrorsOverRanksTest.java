package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.support.Processes;

/** What goes wrong under a real mpirun ends every rank, and is told once. */
class ErrorsOverRanksTest {
    @TempDir
    Path folder;

    @Test
    void aMistakeOfAllRanksIsToldOnce() {
        Processes.Ended ended = Processes.mpirun(3, List.of("bin/kelvin", "sample", "--bogus"));
        assertEquals(64, ended.exitCode(), ended.toString());
        assertEquals(List.of("kelvin: --bogus: unknown option of kelvin sample, the nearest is --out"), errors(ended));
    }

    @Test
    void aFileThatRankZeroDoesNotSeeStopsAll() {
        // the others never look: they get the rows from rank 0
        Processes.Ended ended = differently(sample("/nowhere.csv"), sample("src/data/airfoil_train.csv"));
        assertEquals(66, ended.exitCode(), ended.toString());
        assertEquals(List.of("kelvin: /nowhere.csv: no such file"), errors(ended));
    }

    @Test
    void anErrorOfOneRankEndsTheOthersWhichWaitForIt() {
        List<String> small = new ArrayList<>(List.of("env", "KELVIN_JAVA_OPTS=-Xmx24m"));
        small.addAll(sample("src/data/airfoil_train.csv"));
        Processes.Ended ended = differently(sample("src/data/airfoil_train.csv"), small);
        assertEquals(69, ended.exitCode(), ended.toString());
        assertEquals(List.of("kelvin: rank 1 on HOST: out of memory: Java heap space, of N MiB that this process may "
                + "have"), errors(ended));
    }

    private List<String> sample(String train) {
        return List.of("bin/kelvin", "sample", "--train", train, "--hidden", "1024,1024", "--rungs", "8", "--out",
                folder.resolve("run").toString());
    }

    /** Rank 0 runs one command and rank 1 another. */
    private static Processes.Ended differently(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(List.of(":", "-np", "1"));
        both.addAll(second);
        return Processes.mpirun(1, both);
    }

    private static List<String> errors(Processes.Ended ended) {
        return ended.err().lines().filter(line -> line.startsWith("kelvin: "))
                .map(line -> line.replaceFirst(" on [^:]*:", " on HOST:").replaceFirst("[0-9]+ MiB", "N MiB")).toList();
    }
}
