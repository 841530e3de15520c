package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.support.Processes;

/**
 * Runs that are killed at random instants and resumed on random numbers of ranks end as if nothing had happened, and at
 * every kill after the first checkpoint there is a run.h5 that h5py reads. -Dkills=N takes N runs; the table is written to
 * target/kill-sweep.md.
 */
class KillSweepTest {
    private static final int KILLS = Integer.getInteger("kills", 20);
    private static final long SEED = Long.getLong("kill.seed", 1);

    @TempDir
    Path folder;

    @Test
    void killedAndResumedRunsAreWhatTheyWouldHaveBeen() throws IOException {
        writeRows();
        long start = System.nanoTime();
        Processes.Ended whole = Processes.mpirun(2, sample(folder.resolve("whole"), false));
        double seconds = (System.nanoTime() - start) * 1e-9;
        assertEquals(0, whole.exitCode(), whole.toString());

        List<KilledRun> runs = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(SEED);
        KilledRun.Victim[] victims = KilledRun.Victim.values();
        KilledRun.Instant[] instants = KilledRun.Instant.values();
        for (int i = 0; i < KILLS; i++) {
            runs.add(KilledRun.of(victims[i % victims.length], instants[i % instants.length], this::sample,
                    folder.resolve("run-" + i), seconds, random));
        }
        for (KilledRun run : runs) {
            assertTrue(run.opens().isPresent() || run.checkpoint().isEmpty(), run.toString());
        }
        assertReadable(runs);
        assertSame(runs);
        Files.writeString(Path.of("target/kill-sweep.md"), table(runs, seconds));
        // a sweep that never meets a file half written would show nothing
        assertTrue(runs.stream().filter(KilledRun::halfWritten).count() >= KILLS / 5, table(runs, seconds));
    }

    private void assertSame(List<KilledRun> runs) {
        List<String> files = new ArrayList<>(List.of(folder.resolve("whole/run.h5").toString()));
        runs.forEach(run -> files.add(run.result().toString()));
        Processes.Ended ended = Processes.compareRuns(files);
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    /** Reads every data set of the files that were there at the kills. */
    private static void assertReadable(List<KilledRun> runs) {
        List<String> command = new ArrayList<>(List.of(Processes.PYTHON, "-c",
                "import h5py, sys\nfor name in sys.argv[1:]:\n  with h5py.File(name) as run:\n"
                        + "    run.visititems(lambda _, thing: isinstance(thing, h5py.Dataset) and thing[()] is None)"));
        runs.forEach(run -> run.opens().ifPresent(file -> command.add(file.toString())));
        Processes.Ended ended = Processes.run(Map.of(), command);
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    private List<String> sample(Path out, boolean resume) {
        // compiling would be half of the work of runs as short as these
        List<String> command = new ArrayList<>(List.of("env", "KELVIN_JAVA_OPTS=-XX:TieredStopAtLevel=1", "bin/kelvin",
                "sample", "--train", folder.resolve("train.csv").toString(), "--hidden", "4", "--rungs", "3",
                "--leapfrog", "2", "--swap-every", "5", "--warmup", "300", "--iterations", "1000", "--thin", "1", "--quiet",
                "--threads", "1", "--checkpoint-every", "20ms",
                "--stall-limit", "30s", "--out", out.toString()));
        if (resume) {
            command.add("--resume");
        }
        return command;
    }

    private void writeRows() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder rows = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 40; i++) {
            rows.append(random.nextDouble()).append(',').append(random.nextDouble()).append(',')
                    .append(random.nextDouble()).append('\n');
        }
        Files.writeString(folder.resolve("train.csv"), rows);
    }

    private static String table(List<KilledRun> runs, double seconds) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%d runs over 2 or 3 ranks, killed with signal 9 "
                + "and resumed on 1 to 3; an undisturbed run takes %.1f s, with a checkpoint every 20 ms at most. Seed %d.%n%n", runs.size(), seconds, SEED));
        text.append("| killed | instant | runs | before the first checkpoint | in the middle of a write | resumed, "
                + "killed again, resumed | run.h5 opens when there is a checkpoint | bit-identical in the end |\n"
                + "|---|---|---|---|---|---|---|---|\n");
        for (KilledRun.Victim victim : KilledRun.Victim.values()) {
            for (KilledRun.Instant instant : KilledRun.Instant.values()) {
                List<KilledRun> these = runs.stream().filter(run -> run.victim() == victim && run.instant() == instant)
                        .toList();
                long without = these.stream().filter(run -> run.checkpoint().isEmpty()).count();
                text.append(String.format(Locale.ROOT, "| %s | %s | %d | %d | %d | %d | %d of %d | %d |%n", words(victim),
                        instant == KilledRun.Instant.ANY ? "any" : "while writing a " + words(instant), these.size(),
                        without, these.stream().filter(KilledRun::halfWritten).count(),
                        these.stream().filter(run -> run.kills() > 1).count(),
                        these.stream().filter(run -> run.opens().isPresent()).count(), these.size() - without,
                        these.size()));
            }
        }
        return text.toString();
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
