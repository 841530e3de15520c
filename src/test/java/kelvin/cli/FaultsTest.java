package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.store.RunLock;
import kelvin.store.StoreException;
import kelvin.team.SoloTeam;

/** What a user sees when a run's directory, rows or options are not what they were: one line, an exit code, nothing lost. */
class FaultsTest {
    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void sampleOnce() throws IOException {
        run = folder.resolve("run");
        Files.writeString(folder.resolve("train.csv"), "a,b,y\n1,2,3\n2,5,4\n3,3,9\n4,1,2\n");
        assertEquals(0, sample().exitCode());
        // two checkpoints: the one before the last may have to do
        assertEquals(0, sample("--resume", "--iterations", "300").exitCode());
    }

    @Test
    void aDamagedATruncatedAndAForeignCheckpointGiveWayToTheOneBefore() throws IOException {
        List<UnaryOperator<byte[]>> damages = List.of(whole -> {
            byte[] flipped = whole.clone();
            flipped[whole.length / 2] ^= 16;
            return flipped;
        }, whole -> Arrays.copyOf(whole, whole.length - 5), whole -> new byte[0],
                whole -> "{\"this\": \"is of somebody else\"}".getBytes(StandardCharsets.UTF_8));
        for (UnaryOperator<byte[]> damage : damages) {
            Path manifest = newestManifest();
            byte[] whole = Files.readAllBytes(manifest);
            Files.write(manifest, damage.apply(whole));
            Runs.Ended ended = sample("--resume", "--iterations", "300");
            assertEquals(0, ended.exitCode(), ended.toString());
            assertTrue(ended.err().contains("kelvin: " + manifest + ": ") && ended.err().contains(
                    "; going back to the checkpoint before"), ended.toString());
            assertEquals(contents(whole), contents(Files.readAllBytes(newestManifest())), "the same again");
            assertFalse(Files.exists(manifest), "of another attempt, and refused");
        }
    }

    /** What a manifest says, but for the names of attempts and the seal over them. */
    private static String contents(byte[] manifest) {
        return new String(manifest, 0, manifest.length - 4, StandardCharsets.ISO_8859_1).replaceAll("\0\b[0-9a-f]{8}", "");
    }

    private Path newestManifest() throws IOException {
        List<Path> manifests = files(run.resolve("checkpoint")).stream()
                .filter(file -> file.toString().endsWith(".manifest")).toList();
        return manifests.get(manifests.size() - 1);
    }

    @Test
    void withoutAnyWholeCheckpointNothingIsTouched() throws IOException {
        Path newest = newestManifest();
        for (Path file : files(run.resolve("checkpoint"))) {
            Files.write(file, new byte[] {1, 2, 3});
        }
        byte[] before = Files.readAllBytes(run.resolve("run.h5"));
        Runs.Ended ended = sample("--resume", "--iterations", "300");
        assertEquals(74, ended.exitCode(), ended.toString());
        assertEquals("kelvin: " + newest
                + ": not a checkpoint of this program; there is no other checkpoint to go back to\n", ended.err());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(run.resolve("run.h5"))));
    }

    @Test
    void aRunFileWithoutCheckpointIsKeptUnlessTheRunWasKilledBeforeItsFirst() throws IOException {
        for (Path file : files(run.resolve("checkpoint"))) {
            Files.delete(file);
        }
        Runs.Ended refused = sample("--resume", "--iterations", "300");
        assertEquals(74, refused.exitCode(), refused.toString());
        assertEquals("kelvin: " + run + ": holds a run without a checkpoint, must be another directory, or --overwrite in "
                + "place of --resume\n", refused.err());
        // the segments of a run that has not ended
        Files.createDirectory(run.resolve("segments"));
        byte[] before = Files.readAllBytes(run.resolve("run.h5"));
        Runs.Ended bare = Runs.kelvin("sample", "--out", run.toString(), "--resume");
        assertEquals(64, bare.exitCode(), bare.toString());
        assertTrue(bare.err().startsWith("kelvin: " + run + ": no checkpoint to go on from, "), bare.toString());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(run.resolve("run.h5"))));
        Runs.Ended started = sample("--resume", "--iterations", "300");
        assertEquals(0, started.exitCode(), started.toString());
        assertTrue(started.err().contains("no checkpoint yet, starting from the beginning"), started.toString());
    }

    @Test
    void rowsThatHaveChangedAreRefused() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "a,b,y\n1,2,3\n2,5,4\n3,3,9\n4,1,2.5\n");
        Runs.Ended ended = sample("--resume", "--iterations", "300");
        assertEquals(65, ended.exitCode(), ended.toString());
        assertEquals("kelvin: " + folder.resolve("train.csv") + ": the data have changed since the checkpoint, must be those "
                + "that the run was started with\n", ended.err());
    }

    @Test
    void optionsThatWouldChangeADrawAreRefusedByName() {
        Runs.Ended ended = sample("--resume", "--iterations", "300", "--seed", "2", "--leapfrog", "3");
        assertEquals(64, ended.exitCode(), ended.toString());
        assertTrue(ended.err().contains("--seed: 2, must be 1") && ended.err().contains("--leapfrog: 3, must be 2"),
                ended.toString());
        assertEquals(1, ended.err().lines().count(), ended.toString());
    }

    @Test
    void aDirectoryThatAnotherRunUsesIsRefusedUntilThatEnds() {
        try (RunLock lock = RunLock.take(run, "process 1 on elsewhere")) {
            assertFalse(lock.toString().isEmpty());
            for (String way : List.of("--resume", "--overwrite")) {
                Runs.Ended ended = sample(way, "--iterations", "300");
                assertEquals(74, ended.exitCode(), ended.toString());
                assertEquals("kelvin: " + run + ": another run is using it, process 1 on elsewhere; must have "
                        + "ended, or be another directory\n", ended.err());
            }
        }
        assertEquals(0, sample("--resume", "--iterations", "300").exitCode());
    }

    @Test
    void anotherProgramsCheckpointIsGoneOnFromWithAWarning() throws IOException {
        Resumption resumption = Resumption.find(run, new SoloTeam());
        Version mine = Version.ofThisProgram();
        assertTrue(resumption.otherProgram(mine).isEmpty());
        String warning = resumption.otherProgram(new Version("9.9", "abc")).orElseThrow();
        assertEquals("the checkpoint is of kelvin " + mine.number() + ", commit " + mine.commit()
                + ": what is drawn from here on is of this program, 9.9, commit abc", warning);
        assertTrue(resumption.otherProgram(new Version(mine.number(), "abc")).isPresent(), "the commit counts too");
    }

    /** Where locks do not hold, or somebody has deleted the file of one, the later run takes over and the earlier ends. */
    @Test
    void aRunWhoseDirectoryWasTakenOverEnds() throws IOException {
        Path file = run.resolve("lock");
        try (RunLock lock = RunLock.take(run, "process 1 on this host")) {
            lock.check();
            Files.delete(file);
            lock.check();
            try (RunLock later = RunLock.take(run, "process 1 on this host")) {
                later.check();
                StoreException refusal = assertThrows(StoreException.class, lock::check);
                assertEquals(file + ": another run has taken the directory over, this one ends", refusal.getMessage());
                Files.writeString(file, "process 2 on another host\n");
                assertThrows(StoreException.class, later::check);
            }
        }
    }

    /** Neither a run nor its end is published where the directory was moved away and a link to another put in its place. */
    @Test
    void aDirectoryInTheOnesPlaceIsNoticed() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (RunLock lock = RunLock.take(run, "process 1 on this host")) {
            Files.move(run, folder.resolve("moved"));
            assertThrows(StoreException.class, lock::check);
            Files.createSymbolicLink(run, other);
            StoreException refusal = assertThrows(StoreException.class, lock::check);
            assertEquals(run + ": another directory now, must be the one that the run began in", refusal.getMessage());
            Files.delete(run);
            Files.move(folder.resolve("moved"), run);
            lock.check();
        }
    }

    @Test
    void aClockThatWasSetBackChangesNothing() throws IOException {
        // to the program, files from the future are what a clock set back leaves behind
        for (Path file : files(folder)) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 100_000_000));
        }
        for (Path file : files(run.resolve("checkpoint"))) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 100_000_000));
        }
        assertEquals(0, sample("--resume", "--iterations", "400").exitCode());
    }

    /** Nothing is written through links that somebody put where the program's files go. */
    @Test
    void noLinkLeadsOutOfTheDirectory() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "as it was");
        for (String name : List.of("lock", "run.h5", "run.h5.tmp", "segments", "checkpoint", "report.html", "report")) {
            Path out = Files.createDirectory(folder.resolve("linked-" + name));
            boolean toFolder = !name.contains(".") && !name.equals("lock");
            Files.createSymbolicLink(out.resolve(name), toFolder ? outside : outside.resolve("precious"));
            Runs.Ended ended = kelvin("--overwrite", "--out", out.toString());
            if (ended.exitCode() == 0) {
                Runs.kelvin("report", out.toString());
            } else {
                assertEquals(74, ended.exitCode(), ended.toString());
                assertEquals(1, ended.err().lines().count(), ended.toString());
            }
            assertEquals(List.of(outside.resolve("precious")), files(outside), name);
            assertEquals("as it was", Files.readString(outside.resolve("precious")), name);
        }
    }

    private Runs.Ended sample(String... more) {
        List<String> words = new ArrayList<>(List.of("--out", run.toString()));
        words.addAll(List.of(more));
        return kelvin(words.toArray(String[]::new));
    }

    private Runs.Ended kelvin(String... more) {
        List<String> words = new ArrayList<>(List.of("sample", "--train", folder.resolve("train.csv").toString(), "--hidden",
                "2", "--rungs", "2", "--warmup", "100", "--plain-progress", "--threads", "1"));
        if (!List.of(more).contains("--leapfrog")) {
            words.addAll(List.of("--leapfrog", "2"));
        }
        if (!List.of(more).contains("--iterations")) {
            words.addAll(List.of("--iterations", "200"));
        }
        words.addAll(List.of(more));
        return Runs.kelvin(words.toArray(String[]::new));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
