package kelvin.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.bank.Transition;
import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Scaling;
import kelvin.model.Schema;
import kelvin.model.Standardisation;
import kelvin.store.Attempt;
import kelvin.store.Checkpoint;
import kelvin.store.CheckpointDirectory;
import kelvin.store.RunHeader;
import kelvin.store.RunReader;
import kelvin.store.RunResults;
import kelvin.store.RunWriter;
import kelvin.store.StoreException;
import kelvin.team.Team;
import kelvin.team.ThreadTeam;
import kelvin.tempering.Ladder;

/** A run that stops with a checkpoint and goes on, on other ranks, draws what it would have drawn. */
class ResumeTest {
    private static final int LADDERS = 2;
    private static final Ladder LADDER = Ladder.geometricToPrior(4, 0.01);
    private static final SampleSettings SETTINGS = SamplerTest.settings(new Transition.Hmc(0.2), LADDER, LADDERS, 1);
    private static final Checkpoint RUN = new Checkpoint("1", "abc", Map.of(), Attempt.begin(),
            new Checkpoint.Identity("cpu", "data", Map.of("seed", "5")), 0, LADDERS * LADDER.rungs(), 1, List.of(), new byte[0]);

    @TempDir
    Path folder;

    @Test
    void stoppedAnywhereAndResumedOnOtherRanksItDrawsTheSame() throws IOException {
        Contents whole = run(2, new Stopping(Integer.MAX_VALUE), false, "whole");
        // in the warm-up, at its end, in the sample: interval ends are 100, 150, 200, 300, 380
        for (int after = 1; after <= 4; after++) {
            String name = "parts-" + after;
            assertEquals(Optional.empty(), Optional.ofNullable(run(2, new Stopping(after), false, name)));
            for (int ranks : new int[] {1, 3, 8}) {
                String copy = name + "-on-" + ranks;
                copy(folder.resolve(name), folder.resolve(copy));
                Contents resumed = run(ranks, new Stopping(Integer.MAX_VALUE), true, copy);
                whole.assertSame(resumed);
            }
        }
        Contents otherSeed = new Contents(new float[0], whole.logLikelihood, whole.results);
        assertThrows(AssertionError.class, () -> whole.assertSame(otherSeed));
    }

    @Test
    void aRunThatStopsAtEveryIntervalArrives() throws IOException {
        Contents whole = run(1, new Stopping(Integer.MAX_VALUE), false, "whole");
        Contents resumed = run(3, new Stopping(1), false, "steps");
        int stops = 0;
        while (resumed == null) {
            resumed = run(1 + stops % 4, new Stopping(1), true, "steps");
            stops++;
        }
        assertTrue(stops >= 2, stops + " stops");
        whole.assertSame(resumed);
    }

    @Test
    void checkpointsOnTheWayLeaveNoTraceInTheDraws() throws IOException {
        Contents whole = run(1, new Stopping(Integer.MAX_VALUE), false, "whole");
        whole.assertSame(run(3, Course.STEADY, false, "often", Duration.ofNanos(1)));
        assertFalse(Files.exists(folder.resolve("often/segments")));
    }

    @Test
    void theLastTwoCheckpointsAreKept() throws IOException {
        run(1, new Stopping(1), false, "run");
        run(2, new Stopping(1), true, "run");
        run(2, Course.STEADY, true, "run");
        try (Stream<Path> files = Files.list(folder.resolve("run/checkpoint"))) {
            List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
            assertEquals(6, names.size(), names.toString());
            String first = names.get(0).substring(0, 21);
            String last = names.get(5).substring(0, 21);
            assertTrue(last.startsWith("000000000380-"), last);
            assertEquals(List.of(first + "-0000.shard", first + "-0001.shard", first + ".manifest",
                    last + "-0000.shard", last + "-0001.shard", last + ".manifest"), names);
        }
    }

    @Test
    void aFinishedRunMayGoOnFromItsRunFile() throws IOException {
        Contents whole = run(2, Course.STEADY, false, "whole");
        Contents again = run(1, Course.STEADY, true, "whole");
        whole.assertSame(again);
    }

    @Test
    void aDamagedCheckpointGivesWayToTheOneBefore() throws IOException {
        run(2, new Stopping(2), false, "whole");
        Contents whole = run(2, Course.STEADY, true, "whole");
        Path checkpoints = folder.resolve("whole/checkpoint");
        Path damaged;
        try (Stream<Path> files = Files.list(checkpoints)) {
            damaged = files.filter(file -> file.getFileName().toString().matches("0*380-.*-0001\\.shard")).findFirst()
                    .orElseThrow();
        }
        byte[] shard = Files.readAllBytes(damaged);
        shard[shard.length / 2] ^= 8;
        Files.write(damaged, shard);
        CheckpointDirectory.Found found = new CheckpointDirectory(folder.resolve("whole")).find();
        assertEquals(List.of(damaged
                + ": damaged or truncated, its checksum does not fit its contents"), found.refused());
        assertTrue(found.checkpoint().orElseThrow().iteration() < 380);
        whole.assertSame(run(3, Course.STEADY, true, "whole"));
    }

    /** A rank that outlives its job, stopped or waiting for a slow disk, may write what it had begun at any time. */
    @Test
    void whatAnOrphanStillWritesMeetsNothing() throws IOException {
        Contents whole = run(2, Course.STEADY, false, "whole");
        run(2, new Stopping(1), false, "run");
        CheckpointDirectory directory = new CheckpointDirectory(folder.resolve("run"));
        Checkpoint before = directory.find().checkpoint().orElseThrow();
        run(3, new Stopping(1), true, "run");
        Checkpoint now = directory.find().checkpoint().orElseThrow();
        Map<Integer, ByteArrayOutputStream> nonsense = Map.of(0, new ByteArrayOutputStream());

        directory.writeShard(before, now.iteration(), 1, nonsense);
        Path segments = folder.resolve("run/segments");
        Files.writeString(segments.resolve("000000-" + before.attempt() + ".seg"), "nonsense");
        Files.writeString(segments.resolve("000009-" + before.attempt() + ".seg.tmp"), "nonsense");
        assertEquals(List.of(), directory.find().refused());
        assertEquals(now.attempt(), directory.find().checkpoint().orElseThrow().attempt());
        copy(folder.resolve("run"), folder.resolve("overwritten"));
        whole.assertSame(run(2, Course.STEADY, true, "run"));
        try (Stream<Path> files = Files.walk(folder.resolve("run"))) {
            assertEquals(List.of(), files.filter(file -> file.toString().contains(before.attempt().name())).toList());
        }

        // under the name that it would have without attempts, it is the end of that checkpoint
        CheckpointDirectory overwritten = new CheckpointDirectory(folder.resolve("overwritten"));
        overwritten.writeShard(now, now.iteration(), 1, nonsense);
        assertEquals(1, overwritten.find().refused().size());
    }

    @Test
    void aCheckpointThatCannotBeCompletedIsToldLongBeforeTheNext() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        try (RunWriter writer = RunWriter.create(run, header(), false)) {
            CheckpointDirectory directory = new CheckpointDirectory(run);
            directory.create();
            try (CheckpointFiles files = new CheckpointFiles(directory, 0, RUN, Duration.ofDays(1), writer, () -> {
                throw new StoreException("no longer ours");
            })) {
                files.take(new Checkpoints.Snapshot(100, Map.of(0, new ByteArrayOutputStream()), new byte[0], Optional.empty(),
                        false));
                files.settle();
                assertFalse(files.due());
                files.complete(100);
                assertEquals("no longer ours", assertThrows(StoreException.class, () -> {
                    for (int i = 0; i < 1000; i++) {
                        assertFalse(files.due());
                        Thread.sleep(10);
                    }
                }).getMessage());
            }
        }
        assertEquals(Optional.empty(), new CheckpointDirectory(run).find().checkpoint());
    }

    @Test
    void aStateThatIsNotThisRunsIsRefused() throws IOException {
        run(2, new Stopping(2), false, "whole");
        Checkpoint found = new CheckpointDirectory(folder.resolve("whole")).find().checkpoint().orElseThrow();
        Checkpoint shorter = found.at(found.iteration(), found.segments(), new byte[found.state().length - 1]);
        Checkpoint longer = found.at(found.iteration(), found.segments(), new byte[found.state().length + 1]);
        for (Checkpoint wrong : List.of(shorter, longer)) {
            assertThrows(StoreException.class, () -> ThreadTeam.run(1, null, team -> {
                try (Sampler sampler = new Sampler(SETTINGS, team, new CpuDevice())) {
                    sampler.restore(wrong, new CheckpointDirectory(folder.resolve("whole")));
                    return null;
                }
            }));
        }
    }

    /** Wishes for a stop when asked so many times. */
    private static final class Stopping implements Course {
        private final int after;
        private int asked;

        private Stopping(int after) {
            this.after = after;
        }

        @Override
        public synchronized Wish wish() {
            return ++asked >= after ? Wish.STOP : Wish.GO_ON;
        }
    }

    /** What a run came to. */
    private record Contents(float[] theta, double[][] logLikelihood, RunResults results) {
        private void assertSame(Contents other) {
            assertArrayEquals(theta, other.theta);
            assertEquals(logLikelihood.length, other.logLikelihood.length);
            for (int i = 0; i < logLikelihood.length; i++) {
                assertArrayEquals(logLikelihood[i], other.logLikelihood[i]);
            }
            assertArrayEquals(results.stepSize(), other.results.stepSize());
            assertArrayEquals(results.acceptance(), other.results.acceptance());
            assertArrayEquals(results.swapRejection(), other.results.swapRejection());
            assertArrayEquals(results.swapsAccepted(), other.results.swapsAccepted());
            assertArrayEquals(results.roundTrips(), other.results.roundTrips());
            assertEquals(results.evidence(), other.results.evidence());
        }
    }

    private Contents run(int ranks, Course course, boolean resume, String name) throws IOException {
        return run(ranks, course, resume, name, Duration.ZERO);
    }

    /** Runs on so many ranks; gives what is in the run file, or null if the run was stopped. */
    private Contents run(int ranks, Course course, boolean resume, String name, Duration every) throws IOException {
        Path directory = folder.resolve(name);
        boolean done = ThreadTeam.run(ranks, null, team -> rank(team, course, resume, directory, every)).get(0);
        try (RunReader reader = RunReader.open(directory.resolve("run.h5"))) {
            if (!done) {
                assertTrue(reader.iterations() < SETTINGS.iterations());
                return null;
            }
            float[] theta = new float[LADDERS * reader.draws() * SETTINGS.model().parameters()];
            List<double[]> traces = new ArrayList<>();
            for (int m = 0; m < LADDERS; m++) {
                float[] chain = new float[theta.length / LADDERS];
                reader.draws(m, 0, reader.draws(), chain);
                System.arraycopy(chain, 0, theta, m * chain.length, chain.length);
                for (int k = 0; k < LADDER.rungs(); k++) {
                    traces.add(reader.logLikelihood(m, k));
                }
            }
            return new Contents(theta, traces.toArray(double[][]::new), reader.results());
        }
    }

    private static boolean rank(Team team, Course course, boolean resume, Path out, Duration every) {
        CheckpointDirectory directory = new CheckpointDirectory(out);
        Checkpoint from = resume ? directory.find().checkpoint().orElseThrow() : null;
        team.broadcast(new byte[0]);
        try (Sampler sampler = new Sampler(SETTINGS, team, new CpuDevice());
                RunWriter writer = team.rank() > 0 ? null : resume ? RunWriter.resume(out, header(), from)
                        : RunWriter.create(out, header(), false)) {
            if (team.rank() == 0) {
                directory.create();
                if (resume) {
                    directory.removeAfter(from);
                }
            }
            team.broadcast(new byte[0]);
            if (resume) {
                sampler.restore(from, directory);
            }
            Attempt attempt = new Attempt(new String(team.broadcast(writer == null ? new byte[0]
                    : writer.attempt().name().getBytes(StandardCharsets.US_ASCII)), StandardCharsets.US_ASCII));
            Checkpoint run = new Checkpoint(RUN.version(), RUN.commit(), RUN.given(), attempt, RUN.run(), 0, RUN.slots(),
                    team.size(), RUN.segments(), RUN.state());
            try (CheckpointFiles files = new CheckpointFiles(directory, team.rank(), run, every, writer, () -> { })) {
                Sampler.Ending ending = sampler.run(block -> writer.append(block), SampleListener.NONE, course, files,
                        Pulse.NONE);
                if (ending.done() && writer != null) {
                    writer.removeSegments();
                }
                return ending.done();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RunHeader header() {
        Scaling scaling = Standardisation.identity(SETTINGS.train().inputs(), SETTINGS.train().targets());
        return new RunHeader("1", "abc", "cpu", Map.of(), SETTINGS.seed(), SETTINGS.model(), SETTINGS.train(), null,
                Schema.ofNumbers(SETTINGS.train().inputNames(), SETTINGS.train().targetNames()), scaling,
                "data", LADDERS, LADDER, SETTINGS.warmup(), SETTINGS.iterations(), SETTINGS.thin());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
