package kelvin.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import kelvin.model.DataSet;
import kelvin.model.Model;
import kelvin.sampler.Pilot;
import kelvin.sampler.SampleSettings;

/**
 * The options of {@code kelvin sample}, as far as they can be checked without looking at the data.
 *
 * @param data where the rows come from
 * @param model the model, but for its inputs and outputs
 * @param ladder the temperatures
 * @param ladders M
 * @param swapEvery iterations between swap rounds
 * @param explorer the transition
 * @param warmup iterations before the sample
 * @param iterations of the sample
 * @param thin iterations per draw
 * @param stop when the run ends before that
 * @param seed of all random numbers
 * @param threads of this rank
 * @param display how progress is shown
 * @param live file that statistics are streamed to
 * @param out directory of the run
 * @param found what is done with a run that is there already
 * @param checkpointEvery time from one checkpoint to the next
 * @param stallLimit how long a rank may give no sign of life
 * @param dryRun whether to say only what would be done
 * @param debug whether ranks check each other's swap decisions
 * @param recorded all that does not differ between equal runs, by name
 */
record SampleOptions(DataOptions data, ModelOptions model, LadderOptions ladder, int ladders, int swapEvery,
        ExplorerOptions explorer, long warmup, long iterations, int thin, StopOptions stop, long seed, int threads,
        Display display, Optional<Path> live, Path out, Found found, Duration checkpointEvery, Duration stallLimit,
        boolean dryRun, boolean debug, Map<String, String> recorded) {
    private static final long MOST_DRAWS = 1000;

    /** How a run tells of its progress on stderr. */
    enum Display { BAR, LINES, NOTHING }

    /** What is done with a run that is in the directory already. */
    enum Found { REFUSE, OVERWRITE, RESUME }

    /**
     * Checks and puts together what was given.
     *
     * @param ranks P
     * @param cores of this rank
     */
    static SampleOptions of(Values given, int ranks, int cores) {
        DataOptions data = DataOptions.of(given);
        Values values = given.over(data instanceof DataOptions.Original ? OriginalPreset.values(given, ranks)
                : ExplorerOptions.byDefault(given));
        LadderOptions ladder = LadderOptions.of(values);
        int ladders = values.integer("ladders", 1);
        if (ladder.number() == LadderOptions.Number.GIVEN && !(ranks <= (long) ladder.rungs() * ladders)) {
            throw new UsageException("ranks: " + ranks + ", must be at most rungs x ladders, " + ladder.rungs() + " x "
                    + ladders);
        }
        if (values.given("quiet") && values.given("plain-progress")) {
            throw values.contradiction("plain-progress", "quiet", "quiet shows no progress");
        }
        if (ladder.number() == LadderOptions.Number.PILOT && values.count("warmup", 0) < Pilot.SHORTEST_WARMUP) {
            throw values.wrong("warmup", "at least " + Pilot.SHORTEST_WARMUP + " with --rungs auto");
        }
        StopOptions stop = StopOptions.of(values);
        long iterations = stop.byDraws() && !values.given("iterations") ? StopOptions.MOST_ITERATIONS
                : values.count("iterations", 1);
        int thin = values.text("thin") != null ? values.integer("thin", 1)
                : stop.byDraws() ? (int) Math.min(StopOptions.THIN, iterations)
                : Math.toIntExact((iterations - 1) / MOST_DRAWS + 1);
        SampleOptions options = new SampleOptions(data, ModelOptions.of(values), ladder, ladders,
                values.integer("swap-every", 1), ExplorerOptions.of(values), values.count("warmup", 0), iterations,
                thin, stop, values.count("seed", Long.MIN_VALUE),
                values.given("threads") ? values.integer("threads", 1) : cores, display(values),
                values.given("live") ? Optional.of(values.path("live")) : Optional.empty(), values.path("out"),
                found(values), values.time("checkpoint-every"), values.time("stall-limit"),
                values.given("dry-run"),
                values.given(Flag.DEBUG.name()), recorded(values, data, thin));
        try {
            // what they refuse does not depend on the data: better now than after reading it
            DataSet any = OriginalData.of(0);
            options.settings(any, options.model.over(any));
        } catch (IllegalArgumentException e) {
            throw values.refused(e);
        }
        return options;
    }

    /** The sampler's settings for a model and its training rows. */
    SampleSettings settings(DataSet train, Model of) {
        return new SampleSettings(of, train, ladder.over(train.rows()), ladder.tuning(), ladders, swapEvery,
                explorer.transition(), explorer.leapfrogSteps(of), explorer.stepSize(), explorer.targetAcceptance(),
                explorer.adaptation(), explorer.init(), warmup, iterations, thin, seed, explorer.gradient(), threads, debug);
    }

    /** The options that mattered and can be read back from the run file. */
    private static Map<String, String> recorded(Values values, DataOptions data, int thin) {
        Set<String> without = new HashSet<>(SampleFlags.NOT_RECORDED);
        if (data instanceof DataOptions.Case) {
            without.addAll(ModelOptions.NAMES);
        }
        if (!values.text("likelihood").equals("student-t")) {
            without.add("degrees");
        }
        if (!List.of("hmc", "mams").contains(values.text("explorer"))) {
            without.addAll(List.of("leapfrog", "exact-warmup"));
        }
        if (values.text("explorer").equals("random-walk")) {
            without.add("mass");
        }
        if (values.text("explorer").equals("random-walk")) {
            without.add("gradient");
        }
        if (LadderOptions.writtenOut(values)) {
            without.addAll(List.of("rungs", "max-temperature"));
        }
        Map<String, String> recorded = values.effective(without);
        // without it a run could not be repeated with more iterations
        recorded.put("thin", Integer.toString(thin));
        return recorded;
    }

    /** What is asked to be done with a run that is there. */
    static Found found(Values values) {
        if (values.given("overwrite") && values.given("resume")) {
            throw values.contradiction("overwrite", "resume", "a run that is replaced cannot be gone on with");
        }
        return values.given("overwrite") ? Found.OVERWRITE : values.given("resume") ? Found.RESUME : Found.REFUSE;
    }

    private static Display display(Values values) {
        return values.given("quiet") ? Display.NOTHING
                : values.given("plain-progress") || !Terminal.shows() ? Display.LINES : Display.BAR;
    }
}
