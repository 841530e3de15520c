package kelvin.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import kelvin.support.Job;
import kelvin.support.Processes;

/**
 * A run that is killed with signal 9, and resumed until it is done.
 *
 * @param victim what is killed
 * @param instant when
 * @param ranks it was started on
 * @param halfWritten whether the kill left a half-written file of the kind that it waited for, or of any kind
 * @param checkpoint iteration of the last checkpoint at the kill; empty before the first
 * @param opens a copy of the run.h5 that was there at the kill
 * @param kills how often it was killed
 * @param resumedOn ranks that finished it
 * @param result its run.h5 in the end
 */
record KilledRun(Victim victim, Instant instant, int ranks, boolean halfWritten, Optional<Long> checkpoint,
        Optional<Path> opens, int kills, int resumedOn, Path result) {
    private static final long LIMIT_SECONDS = 600;   // what hangs is ended by --stall-limit long before; a busy machine may take long

    /** What is killed; of all but one rank, that one is stopped, and wakes while the run is being resumed without it. */
    enum Victim { ONE_RANK, ALL_RANKS, MPIRUN, ALL_BUT_ONE_RANK }

    /** When: at any time from start to end, or while a file of some kind is being written. */
    enum Instant {
        ANY("", "none"), SHARD("checkpoint", ".shard.tmp"), MANIFEST("checkpoint", ".manifest.tmp"),
        SEGMENT("segments", ".seg.tmp"), PUBLICATION("", "run.h5.tmp");

        private final String folder;
        private final String ending;

        Instant(String folder, String ending) {
            this.folder = folder;
            this.ending = ending;
        }

        /** Whether a file that is only there while it is written is there. */
        boolean isNow(Path run) {
            return files(run.resolve(folder)).stream().anyMatch(name -> name.endsWith(ending));
        }
    }

    /** A program that samples into a directory over so many ranks. */
    interface Program {
        List<String> into(Path directory, boolean resume);
    }

    /**
     * Kills and resumes.
     *
     * @param directory of the run, not there yet
     * @param seconds that an undisturbed run takes
     */
    static KilledRun of(Victim victim, Instant instant, Program program, Path directory, double seconds,
            SplittableRandom random) throws IOException {
        int ranks = 2 + random.nextInt(2);
        try (Job job = Job.start(ranks, program.into(directory, false))) {
            List<ProcessHandle> orphans = kill(job, victim, instant, directory, seconds, random);
            if (orphans.isEmpty()) {
                job.awaitOrKill(LIMIT_SECONDS);
            }
            return resumed(victim, instant, program, directory, seconds, random, ranks, orphans);
        }
    }

    private static KilledRun resumed(Victim victim, Instant instant, Program program, Path directory, double seconds,
            SplittableRandom random, int ranks, List<ProcessHandle> orphans) throws IOException {
        boolean half = instant == Instant.ANY
                ? Stream.of(Instant.values()).skip(1).anyMatch(kind -> kind.isNow(directory)) : instant.isNow(directory);
        Optional<Long> checkpoint = files(directory.resolve("checkpoint")).stream()
                .filter(name -> name.endsWith(".manifest")).map(name -> Long.parseLong(name.substring(0, name.indexOf('-'))))
                .max(Long::compare);
        Optional<Path> opens = Optional.empty();
        if (Files.exists(directory.resolve("run.h5"))) {
            opens = Optional.of(Files.copy(directory.resolve("run.h5"), directory.resolveSibling(
                    directory.getFileName() + "-when-killed.h5")));
        }
        int kills = 1;
        if (orphans.isEmpty() && random.nextInt(4) == 0) {
            kills++;
            try (Job job = Job.start(1 + random.nextInt(3), program.into(directory, true))) {
                kill(job, Victim.ALL_RANKS, Instant.ANY, directory, seconds, random);
                job.awaitOrKill(LIMIT_SECONDS);
            }
        }
        int resumedOn = 1 + random.nextInt(3);
        try (Job job = Job.start(resumedOn, program.into(directory, true))) {
            if (!orphans.isEmpty()) {
                LockSupport.parkNanos((long) (random.nextDouble() * seconds * 1e9));
                Job.signal("CONT", orphans);
            }
            Processes.Ended ended = job.await(LIMIT_SECONDS);
            if (ended.exitCode() != 0) {
                throw new AssertionError("resumed after " + victim + ", " + instant + ": " + ended);
            }
        }
        return new KilledRun(victim, instant, ranks, half, checkpoint, opens, kills, resumedOn,
                directory.resolve("run.h5"));
    }

    /**
     * Waits for a random time, then for the writing to begin, then a little for it to get anywhere, and kills; gives the
     * ranks that are left, stopped.
     */
    private static List<ProcessHandle> kill(Job job, Victim victim, Instant instant, Path directory, double seconds,
            SplittableRandom random) {
        double share = instant == Instant.ANY ? random.nextDouble() : 0.3 + 0.5 * random.nextDouble();
        LockSupport.parkNanos((long) (share * seconds * 1e9));
        List<ProcessHandle> ranks = job.ranks();
        List<ProcessHandle> victims = switch (victim) {
            case ONE_RANK -> List.of(ranks.get(random.nextInt(ranks.size())));
            case ALL_RANKS -> ranks;
            case MPIRUN -> List.of(job.launcher());
            case ALL_BUT_ONE_RANK -> Stream.concat(Stream.of(job.launcher()), ranks.stream().limit(ranks.size() - 1L))
                    .toList();
        };
        List<ProcessHandle> left = victim == Victim.ALL_BUT_ONE_RANK ? ranks.subList(ranks.size() - 1, ranks.size())
                : List.of();
        if (instant != Instant.ANY) {
            while (job.running() && !instant.isNow(directory)) {
                LockSupport.parkNanos(20_000);
            }
            LockSupport.parkNanos(random.nextLong(500_000));
        }
        if (!left.isEmpty()) {
            Job.signal("STOP", left);
        }
        victims.forEach(ProcessHandle::destroyForcibly);
        if (!left.isEmpty()) {
            victims.forEach(one -> one.onExit().join());
        }
        return left;
    }

    private static List<String> files(Path folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (NoSuchFileException e) {
            // not made yet
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
