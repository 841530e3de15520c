package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a run may be written, what is there when, and how failures come back. */
class RunWriterTest {
    @TempDir
    Path directory;

    @Test
    void makesTheDirectoryAndLeavesNothingButTheRun() throws IOException {
        Path run = directory.resolve("new/run");
        SmallRun.write(run, SmallRun.results());
        assertEquals(List.of("run.h5"), files(run));
    }

    @Test
    void aRunThatIsThereIsKeptUnlessItMayBeOverwritten() throws IOException {
        SmallRun.write(directory, SmallRun.results());
        byte[] before = Files.readAllBytes(directory.resolve("run.h5"));
        StoreException refusal = assertThrows(StoreException.class,
                () -> RunWriter.create(directory, SmallRun.header(), false));
        assertTrue(refusal.getMessage().startsWith(directory + ": holds a run already"), refusal.getMessage());
        assertArrayEquals(before, Files.readAllBytes(directory.resolve("run.h5")));
        RunWriter.create(directory, SmallRun.header(), true).close();
        assertEquals(List.of("segments"), files(directory));
    }

    @Test
    void segmentsWithoutARunFileAreARunToo() throws IOException {
        try (RunWriter writer = RunWriter.create(directory, SmallRun.header(), false)) {
            writer.append(SmallRun.blocks().get(0));
            writer.flush();
            assertEquals(List.of("000000-" + writer.attempt() + ".seg"), files(directory.resolve("segments")));
        }
        assertThrows(StoreException.class, () -> RunWriter.create(directory, SmallRun.header(), false));
        RunWriter.create(directory, SmallRun.header(), true).close();
        assertEquals(List.of(), files(directory.resolve("segments")));
    }

    @Test
    void overwritingRemovesNothingButTheRun() throws IOException {
        SmallRun.write(directory, SmallRun.results());
        Path notes = directory.resolve("notes.txt");
        Files.writeString(notes, "keep");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("000000-01234567.seg"), "keep");
        Files.createSymbolicLink(directory.resolve("segments"), elsewhere);
        assertThrows(StoreException.class, () -> RunWriter.create(directory, SmallRun.header(), true));
        assertEquals("keep", Files.readString(notes));
        assertEquals("keep", Files.readString(elsewhere.resolve("000000-01234567.seg")));
    }

    @Test
    void publishesWhileTheRunGoesOnAndKeepsTheSegments() throws IOException {
        try (RunWriter writer = RunWriter.create(directory, SmallRun.header(), false)) {
            long published = 0;
            for (Block block : SmallRun.blocks()) {
                writer.append(block);
                writer.publish(SmallRun.results());
                published += block.iterations();
                try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
                    assertEquals(published, reader.iterations());
                    assertEquals(published / SmallRun.THIN, reader.draws());
                }
            }
        }
        assertEquals(4, files(directory.resolve("segments")).size());
        assertEquals(List.of("run.h5", "segments"), files(directory));
    }

    @Test
    void largeRunsAreWrittenInSegmentsAsTheyCome() throws IOException {
        int iterations = 200_000;
        int atOnce = 10_000;
        try (RunWriter writer = RunWriter.create(directory, SmallRun.header(), false)) {
            for (int first = 0; first < iterations; first += atOnce) {
                writer.append(SmallRun.block(first, atOnce, SmallRun.RUNGS));
            }
            writer.flush();
            // 20 blocks of 1.85 MB in segments of at least 8 MiB
            assertEquals(4, files(directory.resolve("segments")).size());
        }
    }

    @Test
    void aBlockThatIsNotTheNextOneIsRefused() {
        try (RunWriter writer = RunWriter.create(directory, SmallRun.header(), false)) {
            Block first = SmallRun.blocks().get(0);
            Block second = SmallRun.blocks().get(1);
            assertThrows(IllegalArgumentException.class, () -> writer.append(second));
            writer.append(first);
            assertThrows(IllegalArgumentException.class, () -> writer.append(first));
            Block drawMissing = new Block(4, second.iterations(), second.logLikelihood(), second.logPrior(),
                    second.replica(), 1, new float[2 * SmallRun.PARAMETERS], new double[2], new boolean[2]);
            assertThrows(IllegalArgumentException.class, () -> writer.append(drawMissing));
            Block traceTooShort = new Block(4, second.iterations(), second.logLikelihood(), new double[1],
                    second.replica(), 0, new float[0], new double[0], new boolean[0]);
            assertThrows(IllegalArgumentException.class, () -> writer.append(traceTooShort));
            writer.append(second);
        }
    }

    @Test
    void aFailureOfTheThreadComesBackWithFileAndReason() throws IOException {
        RunWriter writer = RunWriter.create(directory, SmallRun.header(), false);
        Files.delete(directory.resolve("segments"));
        writer.append(SmallRun.blocks().get(0));
        StoreException failure = assertThrows(StoreException.class, writer::flush);
        assertEquals(directory.resolve("segments/000000-" + writer.attempt() + ".seg") + ": no such file or directory", failure.getMessage());
        assertThrows(StoreException.class, () -> writer.publish(SmallRun.results()));
        assertFalse(Files.exists(directory.resolve("run.h5")));
        assertThrows(StoreException.class, writer::close);
        writer.close();
    }

    @Test
    void aFailureBetweenCallsStopsTheNextOne() throws IOException {
        RunWriter writer = RunWriter.create(directory, SmallRun.header(), false);
        Files.delete(directory.resolve("segments"));
        assertThrows(StoreException.class, () -> {
            // enough for a segment, and then for the thread to fall behind: no call may hang
            for (int first = 0; first < 2_000_000; first += 50_000) {
                writer.append(SmallRun.block(first, 50_000, SmallRun.RUNGS));
            }
        });
        assertThrows(StoreException.class, writer::close);
    }

    @Test
    void resultsOfTheWrongLengthAreRefusedBeforeTheLibrarySeesThem() {
        RunResults right = SmallRun.results();
        RunResults wrong = new RunResults(right.ladder(), new double[5], right.acceptance(), right.notFinite(),
                right.swapRejection(), right.swapAttempts(), right.swapsAccepted(), right.roundTrips(), right.restarts(), right.leapfrogSteps(), right.evidence(), right.timing());
        try (RunWriter writer = RunWriter.create(directory, SmallRun.header(), false)) {
            assertThrows(IllegalStateException.class, () -> writer.publish(wrong));
            assertFalse(Files.exists(directory.resolve("run.h5")));
            writer.publish(right);
        }
    }

    @Test
    void anOldTemporaryFileIsNeitherReadNorInTheWay() throws IOException {
        Files.writeString(directory.resolve("run.h5.tmp"), "half of a run");
        SmallRun.write(directory, SmallRun.results());
        assertEquals(List.of("run.h5"), files(directory));
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(file, "");
        StoreException failure = assertThrows(StoreException.class,
                () -> RunWriter.create(file.resolve("run"), SmallRun.header(), false));
        assertTrue(failure.getMessage().startsWith(file.resolve("run") + ": "), failure.getMessage());
        assertThrows(StoreException.class, () -> RunWriter.create(file, SmallRun.header(), false));
    }

    @Test
    void closingTwiceAndAfterTheEndIsAllowed() {
        RunWriter writer = RunWriter.create(directory, SmallRun.header(), false);
        writer.finish(SmallRun.results());
        writer.close();
        writer.close();
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
