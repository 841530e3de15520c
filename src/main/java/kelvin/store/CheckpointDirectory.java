package kelvin.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of a run, in a folder of its directory: for each a shard of every rank, and a manifest that is
 * written when all of them are on the disk. A checkpoint without a manifest is none. The newest two are kept, so that
 * one is left if the other turns out to be damaged. Names of files have the iteration and the {@link Attempt}: a rank that
 * outlives its job may still write its shard, which then belongs to no manifest and is removed with the next one.
 */
public final class CheckpointDirectory {
    private static final String NAME = "checkpoint";
    private static final String KIND = "KELVCKP2";
    private static final String WHAT = "a checkpoint";
    private static final Pattern FILE = Pattern.compile("((\\d{12,18})-" + Attempt.PATTERN
            + ")(\\.manifest|-\\d{4,9}\\.shard)(\\.tmp)?");

    /** By iteration, however many digits it has. */
    private static final Comparator<String> AGE = Comparator.comparingInt(String::length)
            .thenComparing(Comparator.naturalOrder());

    private final Path run;
    private final Path directory;

    /** The checkpoints of the run in a directory. */
    public CheckpointDirectory(Path run) {
        this.run = run;
        directory = run.resolve(NAME);
    }

    /**
     * What there is to go on from.
     *
     * @param checkpoint the newest that is whole, if any
     * @param refused why newer ones are not, each one line that names the file
     */
    public record Found(Optional<Checkpoint> checkpoint, List<String> refused) {
    }

    /**
     * Makes the folder if there is none.
     *
     * @throws StoreException if it cannot be made, or is a link that leads elsewhere
     */
    public void create() {
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(directory);
            }
        } catch (IOException e) {
            throw StoreException.of(directory, e);
        }
    }

    /** Writes what one rank adds to a run's checkpoint: the states of its slots, by their numbers over the whole run. */
    public void writeShard(Checkpoint run, long iteration, int rank, Map<Integer, ByteArrayOutputStream> states) {
        Shard.write(shard(stem(iteration, run.attempt()), rank), run.run().fingerprint(), iteration, states);
    }

    /** Completes a checkpoint whose shards are all on the disk, and removes those before the last one. */
    public void complete(Checkpoint checkpoint) {
        String stem = stem(checkpoint.iteration(), checkpoint.attempt());
        SealedFile.write(manifest(stem), KIND, checkpoint::write);
        NavigableSet<String> kept = manifests();
        while (kept.size() > 2) {
            kept.pollFirst();
        }
        // not what is newer and ours: other ranks may be at the next one already
        remove(one -> !kept.contains(one) && !(AGE.compare(one, stem) > 0 && one.endsWith(checkpoint.attempt().name())));
    }

    /** Removes what is newer than a checkpoint: what was refused, and what was not completed. */
    public void removeAfter(Checkpoint checkpoint) {
        String stem = stem(checkpoint.iteration(), checkpoint.attempt());
        remove(one -> AGE.compare(one, stem) > 0);
    }

    /**
     * Removes all checkpoints.
     *
     * @throws StoreException if one cannot be removed
     */
    public void clear() {
        if (exists()) {
            remove(one -> true);
        }
    }

    /** Looks for the newest checkpoint all of whose files are whole. */
    public Found find() {
        List<String> refused = new ArrayList<>();
        if (exists()) {
            for (String stem : manifests().descendingSet()) {
                try {
                    Checkpoint checkpoint = SealedFile.read(manifest(stem), KIND, WHAT, Checkpoint::read);
                    check(checkpoint, stem);
                    return new Found(Optional.of(checkpoint), refused);
                } catch (StoreException e) {
                    refused.add(e.getMessage());
                }
            }
        }
        return new Found(Optional.empty(), refused);
    }

    /**
     * Reads the states of those slots that are wanted.
     *
     * @throws StoreException if a shard is damaged or a state is not what it should be
     */
    public void read(Checkpoint checkpoint, IntPredicate wanted, Checkpoint.SlotReader reader) {
        for (int r = 0; r < checkpoint.shards(); r++) {
            Shard.read(shard(stem(checkpoint.iteration(), checkpoint.attempt()), r), checkpoint.run().fingerprint(), checkpoint.iteration(), wanted,
                    reader);
        }
    }

    private void check(Checkpoint checkpoint, String stem) {
        if (!stem(checkpoint.iteration(), checkpoint.attempt()).equals(stem)) {
            throw new StoreException(manifest(stem) + ": of iteration " + checkpoint.iteration() + ", attempt "
                    + checkpoint.attempt());
        }
        Set<Integer> slots = new HashSet<>();
        read(checkpoint, slot -> {
            slots.add(slot);
            return false;
        }, null);
        if (!(slots.size() == checkpoint.slots()
                && slots.stream().allMatch(slot -> slot >= 0 && slot < checkpoint.slots()))) {
            throw new StoreException(manifest(stem) + ": its shards hold " + slots.size() + " slots, must be all "
                    + checkpoint.slots());
        }
        RunWriter.check(run, checkpoint.segments());
    }

    /** Whether the folder is there. */
    public boolean exists() {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    }

    /** What the names of a checkpoint's files begin with. */
    private static String stem(long iteration, Attempt attempt) {
        return String.format(Locale.ROOT, "%012d-%s", iteration, attempt);
    }

    private Path manifest(String stem) {
        return directory.resolve(stem + ".manifest");
    }

    private Path shard(String stem, int rank) {
        return directory.resolve(String.format(Locale.ROOT, "%s-%04d.shard", stem, rank));
    }

    /** The stems of the checkpoints that are complete. */
    private NavigableSet<String> manifests() {
        NavigableSet<String> stems = new TreeSet<>(AGE);
        files().values().forEach(name -> {
            if (name.group(3).equals(".manifest") && name.group(4) == null) {
                stems.add(name.group(1));
            }
        });
        return stems;
    }

    private void remove(Predicate<String> which) {
        Map<Path, Matcher> files = files();
        try {
            // manifests first: one whose shards are gone would be refused as damaged
            for (boolean manifests : new boolean[] {true, false}) {
                for (Map.Entry<Path, Matcher> file : files.entrySet()) {
                    Matcher name = file.getValue();
                    if (name.group(3).equals(".manifest") == manifests && which.test(name.group(1))) {
                        Files.deleteIfExists(file.getKey());
                    }
                }
            }
        } catch (IOException e) {
            throw StoreException.of(directory, e);
        }
    }

    /** The checkpoints' files, with their names taken apart. */
    private Map<Path, Matcher> files() {
        Map<Path, Matcher> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.put(file, name);
                }
            }
        } catch (IOException e) {
            throw StoreException.of(directory, e);
        }
        return found;
    }
}
