package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;

import org.junit.jupiter.api.Test;

import kelvin.team.Team;
import kelvin.team.ThreadTeam;

class AgreementTest {
    @Test
    void everyRankGetsItsOwnResult() {
        assertEquals(List.of(0, 1, 2), ThreadTeam.run(3, null, team -> Agreement.reach(team, team::rank)));
    }

    @Test
    void whatFailsOnOneRankFailsOnAllWithItsName() {
        List<String> ends = ThreadTeam.run(4, null, team -> end(team, 2));
        for (String end : ends) {
            assertEquals("NO_INPUT rank 2 on thread: data.csv: no such file", end);
        }
    }

    @Test
    void whatFailsEverywhereIsToldOnceAndWithoutARank() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        List<ExitCode> codes = ThreadTeam.run(3, null,
                team -> new Main(new Output(stream, stream), false).run(List.of("sample", "--sed", "1"), team));
        assertEquals(List.of(ExitCode.USAGE, ExitCode.USAGE, ExitCode.USAGE), codes);
        assertEquals("kelvin: --sed: unknown option of kelvin sample, the nearest is --seed\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void moreRanksThanSlotsAreRefused() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        ThreadTeam.run(3, null, team -> new Main(new Output(stream, stream), false)
                .run(List.of("sample", "--preset", "original", "--rungs", "2"), team));
        assertEquals("kelvin: ranks: 3, must be at most rungs x ladders, 2 x 1\n", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void ranksOfOneHostShareItsCores() {
        int all = Runtime.getRuntime().availableProcessors();
        for (int share : ThreadTeam.run(3, null, Cores::share)) {
            assertEquals(Math.max(1, all / 3), share);
        }
        assertTrue(ThreadTeam.run(1, null, Cores::share).contains(all));
    }

    private static String end(Team team, int failing) {
        try {
            Agreement.reach(team, () -> {
                if (team.rank() == failing) {
                    throw new NoSuchFileException("data.csv");
                }
                return null;
            });
            return "fine";
        } catch (Agreement.FailedException e) {
            return e.failure().code() + " " + e.failure().line();
        }
    }
}
