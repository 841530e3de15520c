package kelvin.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import kelvin.store.Checkpoint;
import kelvin.store.CheckpointDirectory;
import kelvin.store.DataException;
import kelvin.store.RunFile;
import kelvin.store.RunWriter;
import kelvin.store.StoreException;
import kelvin.team.Team;

/**
 * What a run goes on from.
 *
 * @param checkpoint where it stood; empty to start
 * @param notes what the user should know, each one line; on rank 0 alone
 */
record Resumption(Optional<Checkpoint> checkpoint, List<String> notes) {
    private static final byte[] NOTHING = {};

    /** A start. */
    static final Resumption NONE = new Resumption(Optional.empty(), List.of());

    /** Looks for a checkpoint on rank 0 and tells all; every rank must call it. */
    static Resumption find(Path out, Team team) {
        Resumption found = Agreement.reach(team, () -> team.rank() == 0 ? find(out) : NONE);
        byte[] bytes = team.broadcast(found.checkpoint.map(Checkpoint::toBytes).orElse(NOTHING));
        return team.rank() == 0 ? found
                : new Resumption(Optional.of(bytes).filter(b -> b.length > 0).map(Checkpoint::fromBytes), List.of());
    }

    private static Resumption find(Path out) {
        CheckpointDirectory.Found found = new CheckpointDirectory(out).find();
        List<String> notes = new ArrayList<>();
        for (String reason : found.refused()) {
            notes.add(reason + "; going back to the checkpoint before");
        }
        if (found.checkpoint().isPresent()) {
            return new Resumption(found.checkpoint(), notes);
        } else if (!found.refused().isEmpty()) {
            throw new StoreException(found.refused().get(0) + "; there is no other checkpoint to go back to");
        } else if (Files.exists(out.resolve(RunFile.NAME), LinkOption.NOFOLLOW_LINKS) && !RunWriter.unfinished(out)) {
            throw new StoreException(out + ": holds a run without a checkpoint, must be another directory, or "
                    + "--overwrite in place of --resume");
        }
        return new Resumption(Optional.empty(), List.of(out + ": no checkpoint yet, starting from the beginning"));
    }

    /**
     * The options with those of the checkpoint where none were given.
     *
     * @throws UsageException if there is no checkpoint, and they would not do to start from the beginning
     */
    Values fill(Values values, Path out) {
        if (checkpoint.isEmpty() && values.given("resume") && DataOptions.SOURCES.stream().noneMatch(values::given)) {
            throw new UsageException(out + (Files.exists(out) ? ": no checkpoint to go on from, nothing was lost that had "
                    + "been saved" : ": no such directory") + "; --resume with all options of the run (--train, ...) starts it "
                    + "from the beginning");
        }
        return checkpoint.map(from -> values.filledUp(from.given(), out + " was started with")).orElse(values);
    }

    /**
     * Refuses to go on with what would draw something else.
     *
     * @param identity of the run to be
     * @param iterations of the sample it asks for
     * @throws UsageException if options have changed
     * @throws DataException if the rows have
     */
    void check(Checkpoint.Identity identity, long iterations) {
        if (checkpoint.isEmpty()) {
            return;
        }
        Checkpoint.Identity before = checkpoint.get().run();
        List<String> changes = changes(before.options(), identity.options());
        long least = Long.parseLong(checkpoint.get().given().get("iterations"));
        if (iterations < least) {
            changes.add("--iterations: " + iterations + ", must be at least " + least);
        }
        if (!changes.isEmpty()) {
            throw new UsageException(String.join("; ", changes) + " as in the checkpoint (--iterations may be raised, "
                    + "nothing else that changes a draw may differ)");
        }
        if (!before.device().equals(identity.device())) {
            throw new UsageException("--device: " + identity.device() + ", must be " + before.device()
                    + " as in the checkpoint: another kind of device rounds differently");
        }
        if (!before.dataChecksum().equals(identity.dataChecksum())) {
            throw new DataException(dataSource(identity.options()) + ": the data have changed since the checkpoint, must "
                    + "be those that the run was started with");
        }
    }

    private static List<String> changes(Map<String, String> before, Map<String, String> now) {
        List<String> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            String old = before.get(name);
            if (!now.getOrDefault(name, "").equals(old == null ? "" : old)) {
                changes.add("--" + name + ": " + now.getOrDefault(name, "not given") + ", must be "
                        + (old == null ? "left out" : old));
            }
        }
        return changes;
    }

    private static String dataSource(Map<String, String> options) {
        return DataOptions.SOURCES.stream().map(options::get).filter(name -> name != null).findFirst()
                .orElseThrow();
    }

    /** What tells that another program wrote the checkpoint, if one did. */
    Optional<String> otherProgram(Version version) {
        return checkpoint.filter(from -> !(from.version().equals(version.number())
                && from.commit().equals(version.commit()))).map(from -> "the checkpoint is of kelvin " + from.version()
                + ", commit " + from.commit() + ": what is drawn from here on is of this program, "
                + version.number() + ", commit " + version.commit());
    }

    /** The options to start the run again with: as given, and what the number of ranks or iterations decided. */
    static Map<String, String> given(Values values, SampleOptions options) {
        Map<String, String> given = new LinkedHashMap<>(values.givenTexts(SampleFlags.NOT_RECORDED));
        given.put("iterations", Long.toString(options.iterations()));
        given.put("thin", Integer.toString(options.thin()));
        if (options.data() instanceof DataOptions.Original && options.recorded().containsKey("rungs")) {
            given.put("rungs", options.recorded().get("rungs"));
        }
        return given;
    }
}
