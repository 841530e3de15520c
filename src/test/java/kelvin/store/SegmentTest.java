package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.tempering.Ladder;

/** Segments come back bit by bit or not at all. */
class SegmentTest {
    private static final RunHeader HEADER = SmallRun.header();

    @TempDir
    Path directory;

    @Test
    void aBlockComesBack() {
        assertSame(SmallRun.block(4, 7, 3), write(SmallRun.block(4, 7, 3)).read(HEADER));
    }

    @Test
    void aBlockLargerThanTheBufferComesBack() {
        assertSame(SmallRun.block(6, 9001, 3), write(SmallRun.block(6, 9001, 3)).read(HEADER));
    }

    @Test
    void joinedBlocksAreOneLongBlock() {
        assertSame(SmallRun.block(0, SmallRun.ITERATIONS, 3), Block.joined(SmallRun.blocks(), HEADER));
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        Segment segment = write(SmallRun.block(0, 4, 3));
        byte[] bytes = Files.readAllBytes(segment.path());
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) (1 << i % 8);
            Files.write(segment.path(), bytes);
            assertThrows(StoreException.class, () -> segment.read(HEADER), "byte " + i);
            bytes[i] ^= (byte) (1 << i % 8);
        }
        Files.write(segment.path(), bytes);
        assertSame(SmallRun.block(0, 4, 3), segment.read(HEADER));
    }

    @Test
    void aSegmentCutShortOrGrownIsRefused() throws IOException {
        Segment segment = write(SmallRun.block(0, 4, 3));
        byte[] bytes = Files.readAllBytes(segment.path());
        for (int length : new int[] {0, 1, 31, bytes.length - 1, bytes.length + 1}) {
            Files.write(segment.path(), Arrays.copyOf(bytes, length));
            StoreException refusal = assertThrows(StoreException.class, () -> segment.read(HEADER));
            assertEquals(segment.path() + ": " + length + " bytes, must be " + bytes.length, refusal.getMessage());
        }
    }

    @Test
    void anotherRunsSegmentIsRefused() {
        Segment segment = write(SmallRun.block(0, 4, 3));
        Ladder other = new Ladder(kelvin.tempering.Path.LIKELIHOOD, List.of(1.0, 4.5, Double.POSITIVE_INFINITY));
        StoreException refusal = assertThrows(StoreException.class, () -> segment.read(SmallRun.header(other)));
        assertTrue(refusal.getMessage().endsWith("not the segment of this run that it should be"));
        Segment moved = new Segment(segment.path(), 4, 4, 2);
        assertThrows(StoreException.class, () -> moved.read(HEADER));
    }

    @Test
    void aDamagedSegmentStopsPublicationAndLeavesThePublishedRun() throws IOException {
        try (RunWriter writer = RunWriter.create(directory, HEADER, false)) {
            writer.append(SmallRun.blocks().get(0));
            writer.publish(SmallRun.results());
            byte[] published = Files.readAllBytes(directory.resolve("run.h5"));
            Path segment = directory.resolve("segments/000000-" + writer.attempt() + ".seg");
            byte[] bytes = Files.readAllBytes(segment);
            bytes[bytes.length / 2] ^= 1;
            Files.write(segment, bytes);
            StoreException failure = assertThrows(StoreException.class, () -> writer.publish(SmallRun.results()));
            assertEquals(segment + ": damaged, its checksum does not fit its contents", failure.getMessage());
            assertArrayEquals(published, Files.readAllBytes(directory.resolve("run.h5")));
        }
    }

    @Test
    void aHalfWrittenFileNeverHasTheFinalName() throws IOException {
        Path target = directory.resolve("file");
        Files.writeString(target, "old");
        assertThrows(StoreException.class, () -> DurableFile.write(target, temporary -> {
            Files.writeString(temporary, "half");
            assertEquals("old", Files.readString(target));
            throw new IOException("disk full");
        }));
        assertEquals("old", Files.readString(target));
        assertFalse(Files.exists(DurableFile.temporary(target)));
        DurableFile.write(target, temporary -> Files.writeString(temporary, "new"));
        assertEquals("new", Files.readString(target));
    }

    private Segment write(Block block) {
        return Segment.write(directory.resolve("000000.seg"), HEADER, block);
    }

    private static void assertSame(Block expected, Block actual) {
        assertEquals(expected.firstIteration(), actual.firstIteration());
        assertEquals(expected.iterations(), actual.iterations());
        assertEquals(expected.draws(), actual.draws());
        assertArrayEquals(expected.logLikelihood(), actual.logLikelihood());
        assertArrayEquals(expected.logPrior(), actual.logPrior());
        assertArrayEquals(expected.replica(), actual.replica());
        assertArrayEquals(expected.theta(), actual.theta());
        assertArrayEquals(expected.acceptance(), actual.acceptance());
        assertArrayEquals(expected.notFinite(), actual.notFinite());
    }
}
