package kelvin.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import kelvin.support.Processes;

/** The MPI team under a real mpirun. */
class MpiTeamTest {
    @Test
    void ranksTalkAsOneExpects() {
        Processes.Ended ended = Processes.mpirun(3, program());
        assertEquals(0, ended.exitCode(), ended.toString());
        assertEquals("last rank was told 101:0:2:10:0 102:1:0:0:0x 100:2:1:0:0xx \n", ended.out());
    }

    @Test
    void abortEndsAllRanksWithItsCode() {
        Processes.Ended ended = Processes.mpirun(3, program("70"));
        assertEquals(70, ended.exitCode(), ended.toString());
        assertTrue(!ended.out().contains("last rank"), ended.toString());
    }

    private static List<String> program(String... args) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
                "-Djava.library.path=" + System.getProperty("java.library.path"),
                "-cp", System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add(TeamProgram.class.getName());
        command.addAll(List.of(args));
        return command;
    }
}
