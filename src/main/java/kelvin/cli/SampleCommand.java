package kelvin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import kelvin.bank.Device;
import kelvin.predict.DrawSource;
import kelvin.predict.PredictiveDraws;
import kelvin.sampler.CheckpointFiles;
import kelvin.sampler.Course;
import kelvin.sampler.Pilot;
import kelvin.sampler.Pulse;
import kelvin.sampler.SampleSettings;
import kelvin.sampler.Sampler;
import kelvin.store.Attempt;
import kelvin.store.Checkpoint;
import kelvin.store.RunFile;
import kelvin.store.RunHeader;
import kelvin.store.RunReader;
import kelvin.store.RunResults;
import kelvin.store.RunWriter;
import kelvin.team.PartialTeam;
import kelvin.team.Team;
import kelvin.tempering.Barrier;

/** Samples a posterior and writes it into a directory. */
final class SampleCommand implements Command {
    @Override
    public String name() {
        return "sample";
    }

    @Override
    public String purpose() {
        return "samples a posterior over the ranks of mpirun and writes run.h5";
    }

    @Override
    public List<String> operands() {
        return List.of();
    }

    @Override
    public List<Flag> flags() {
        return SampleFlags.ALL;
    }

    @Override
    public boolean onEveryRank() {
        return true;
    }

    /** A run that was found to be possible. */
    private record Plan(SampleOptions options, Problem problem, SampleSettings settings, List<float[]> starts,
            DeviceChoice choice, Resumption resumption, Map<String, String> given) {
        RunHeader header() {
            Version version = Version.ofThisProgram();
            return new RunHeader(version.number(), version.commit(), choice.kind(), recorded(), options.seed(),
                    problem.model(), problem.train(), problem.test(), problem.schema(), problem.scaling(), problem.checksum(),
                    options.ladders(), settings.ladder(), options.warmup(), options.iterations(), options.thin());
        }

        Plan after(Pilot pilot) {
            return new Plan(options, problem, pilot.settings(), pilot.starts(), choice, resumption, given);
        }

        /** What the run's checkpoints have in common. */
        Checkpoint checkpoint(int ranks, Attempt attempt) {
            Version version = Version.ofThisProgram();
            return new Checkpoint(version.number(), version.commit(), given, attempt, identity(), 0, slots(), ranks,
                    List.of(), new byte[0]);
        }

        /** The options, with what the device made of those that were left open. */
        Map<String, String> recorded() {
            Map<String, String> recorded = new LinkedHashMap<>(options.recorded());
            recorded.computeIfPresent("gradient", (name, asked) -> settings.gradient().name().toLowerCase(Locale.ROOT));
            return recorded;
        }

        Checkpoint.Identity identity() {
            Map<String, String> identifying = recorded();
            identifying.keySet().removeAll(SampleFlags.MAY_BE_RAISED);
            return new Checkpoint.Identity(choice.kind(), problem.checksum(), identifying);
        }

        int slots() {
            return settings.ladders() * settings.ladder().rungs();
        }

        /** The ranks that hold slots. */
        Team holders(Team team) {
            return team.size() <= slots() ? team : new PartialTeam(team, slots());
        }

        Device device() {
            return choice.device();
        }

        boolean original() {
            return options.data() instanceof DataOptions.Original;
        }

        boolean quiet() {
            return options.display() == SampleOptions.Display.NOTHING;
        }

        Path runFile() {
            return options.out().resolve(RunFile.NAME);
        }
    }

    @Override
    public ExitCode run(Values values, Team team, Output output) throws IOException {
        try (RunDirectory directory = new RunDirectory(team)) {
            return run(values, team, directory, output);
        }
    }

    private static ExitCode run(Values values, Team team, RunDirectory directory, Output output) throws IOException {
        int cores = Cores.share(team);
        Resumption resumption = directory.find(values);
        Values all = Agreement.reach(team, () -> resumption.fill(values, values.path("out")));
        SampleOptions options = Agreement.reach(team, () -> SampleOptions.of(all, team.size(), cores));
        Problem problem = Problem.of(options, team);
        SampleSettings settings = Agreement.reach(team, () -> options.settings(problem.train(), problem.model()));
        DeviceChoice choice = DeviceChoice.reach(team, () -> all).fitting(team, settings);
        Plan plan = Agreement.reach(team, () -> plan(all, options, problem, settings, choice, resumption));
        directory.compareData(plan.problem().checksum());
        if (team.rank() == 0 && !plan.quiet()) {
            resumption.notes().forEach(line -> output.err().println("kelvin: " + line));
            resumption.otherProgram(Version.ofThisProgram()).ifPresent(line ->
                    output.err().println("kelvin: warning: " + line));
            plan.problem().warnings().forEach(line -> output.err().println("kelvin: warning: " + line));
        }
        if (plan.options().dryRun()) {
            dryRun(plan, team, output);
            return ExitCode.DONE;
        }
        try (Watchdog watchdog = new Watchdog(options.stallLimit(), "rank " + team.rank() + " on " + team.host(),
                output.err(), Runtime.getRuntime()::halt);
                Interruptions interruptions = new Interruptions()) {
            return run(plan, team, directory, output, watchdog, interruptions);
        }
    }

    private static ExitCode run(Plan asked, Team team, RunDirectory directory, Output output, Pulse pulse,
            Course interruptions) throws IOException {
        Plan plan = asked.options().ladder().number() == LadderOptions.Number.PILOT
                ? pilot(asked, team, output, pulse) : asked;
        if (team.rank() >= plan.slots()) {
            return ExitCode.DONE;   // nothing to hold; the end of the program waits for the others
        }
        Sampler.Ending ending = sample(plan, plan.holders(team), directory, output, pulse, interruptions);
        if (!ending.done()) {
            if (team.rank() == 0) {
                output.err().println("kelvin: stopped after " + ending.iterations() + " iterations with a checkpoint in "
                        + plan.options().out() + "; the same with --resume goes on");
            }
            return ExitCode.STOPPED;
        }
        if (team.rank() == 0) {
            report(plan, ending.results().orElseThrow(), output);
        }
        return ExitCode.DONE;
    }

    private static Plan plan(Values all, SampleOptions options, Problem problem, SampleSettings settings,
            DeviceChoice choice, Resumption resumption) {
        Plan plan = new Plan(options, problem, settings.with(choice.device().gradient(settings.gradient())), List.of(),
                choice, resumption, Resumption.given(all, options));
        resumption.check(plan.identity(), options.iterations());
        return plan;
    }

    /** Says what the run would take; with --rungs auto for the number of rungs that the pilot starts from. */
    private static void dryRun(Plan plan, Team team, Output output) {
        if (team.rank() < plan.slots()) {
            Team holders = plan.holders(team);
            Trial trial = supported(() -> Trial.of(plan.settings(), holders, plan.device()));
            RankTable ranks = RankTable.gather(holders, trial.device(), plan.settings());
            if (team.rank() == 0) {
                output.out().print(DryRun.text(ranks, trial.secondsPerIteration(), plan.header().observed().y().length));
            }
        }
    }

    /** Lets a pilot find the number of rungs. */
    private static Plan pilot(Plan plan, Team team, Output output, Pulse pulse) {
        if (team.rank() == 0 && !plan.quiet()) {
            output.err().println("pilot: looking for the number of rungs in the first half of the warm-up");
        }
        Pilot pilot = Pilot.run(plan.settings(), team, plan.device(), pulse);
        Plan after = plan.after(pilot);
        if (team.rank() == 0 && !plan.quiet()) {
            output.err().println("pilot: " + pilot.settings().ladder().rungs() + " rungs");
            if (pilot.wanted() > Pilot.MOST_RUNGS) {
                output.err().println("kelvin: warning: " + pilot.wanted() + " rungs would be needed to swap about one "
                        + "time in two; --rungs auto takes " + Pilot.MOST_RUNGS + " at most");
            }
            if (team.size() > after.slots()) {
                output.err().println("kelvin: warning: ranks: " + team.size() + ", more than rungs x ladders, "
                        + after.settings().ladder().rungs() + " x " + after.settings().ladders() + ": "
                        + (team.size() - after.slots()) + " of them stand by");
            }
        }
        return after;
    }

    /** Runs the sampler and writes the run file; gives the results on rank 0. */
    private static Sampler.Ending sample(Plan plan, Team team, RunDirectory directory, Output output, Pulse pulse,
            Course interruptions) throws IOException {
        try (Sampler sampler = Agreement.reach(team, () -> sampler(plan, team));
                RunWriter writer = directory.open(team, plan.options(), plan.header(), plan.resumption());
                CheckpointFiles checkpoints = new CheckpointFiles(directory.checkpoints(), team.rank(),
                        plan.checkpoint(team.size(), directory.attempt()), plan.options().checkpointEvery(), writer,
                        directory::check)) {
            plan.resumption().checkpoint().ifPresent(from -> Agreement.reach(team, () -> {
                sampler.restore(from, directory.checkpoints());
                return from;
            }));
            RankTable ranks = RankTable.gather(team, sampler.device(), plan.settings());
            if (team.rank() > 0) {
                return sampler.run(block -> { }, ProgressDisplay.NOTHING, interruptions, checkpoints, pulse);
            }
            if (!plan.quiet()) {
                output.err().print(ranks.text());
                if (!plan.choice().reason().isEmpty()) {
                    output.err().println("no GPU: " + plan.choice().reason());
                }
            }
            if (plan.original()) {
                output.out().print(ranks.originalText());
            }
            Sampler.Ending ending;
            try (ProgressDisplay display = display(plan, output);
                    StopRules rules = new StopRules(plan.options().stop(), plan.header(), plan.device(),
                            limited(plan, interruptions))) {
                if (plan.options().stop().byDraws()) {
                    writer.replay(rules::see);
                }
                ending = sampler.run(block -> {
                    rules.see(block);
                    writer.append(block);
                }, display, rules, checkpoints, pulse);
            }
            if (ending.done()) {
                writer.removeSegments();
            }
            return ending;
        }
    }

    private static Course limited(Plan plan, Course beside) {
        return plan.options().stop().timeLimit().<Course>map(limit -> new TimeLimit(limit, System::nanoTime, beside))
                .orElse(beside);
    }

    private static Sampler sampler(Plan plan, Team team) {
        return supported(() -> new Sampler(plan.settings(), team, plan.device(), plan.starts()));
    }

    /** What options ask of a device that it does not have is their fault. */
    private static <T> T supported(Supplier<T> work) {
        try {
            return work.get();
        } catch (UnsupportedOperationException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static ProgressDisplay display(Plan plan, Output output) throws IOException {
        ProgressDisplay shown = shown(plan, output);
        Optional<Path> live = plan.options().live();
        return live.isEmpty() ? shown
                : new LiveStatistics(live.get(), plan.resumption().checkpoint().isPresent(), shown, System::nanoTime);
    }

    private static ProgressDisplay shown(Plan plan, Output output) {
        SampleSettings settings = plan.settings();
        if (plan.original()) {
            return new OriginalLines(output.out(), settings.warmup());
        }
        return switch (plan.options().display()) {
            case BAR -> new ProgressBarDisplay(output.err(), settings.warmup() + settings.iterations());
            case LINES -> new ProgressLines(output.err(), System::nanoTime);
            case NOTHING -> ProgressDisplay.NOTHING;
        };
    }

    /** Adds predictions to the run file and prints what came out; rank 0 alone. */
    private static void report(Plan plan, RunResults results, Output output) throws IOException {
        if (!plan.quiet()) {
            RungTable table = RungTable.of(results);
            output.err().print(table.text());
            if (!plan.original()) {
                // which has a verdict of its own
                Barrier barrier = new Barrier(results.ladder(), results.meanSwapRejection());
                if (table.rungs().size() > 1) {
                    output.err().print(Travel.of(results, barrier).text());
                }
                LadderAdvice.of(barrier, plan.settings().model().parameters())
                        .ifPresent(word -> output.err().println("kelvin: warning: " + word));
            }
        }
        try (RunReader run = RunReader.openOwn(plan.runFile())) {
            RunHeader header = plan.header();
            DrawSource draws = DrawSource.of(run);
            int threads = plan.options().threads();
            Evaluation evaluation = Evaluation.of(header, draws, plan.device(), threads);
            if (plan.original() && evaluation instanceof Evaluation.OfNumbers numbers) {
                output.out().print(OriginalEnding.results((long) draws.chains() * draws.draws(), numbers.regression()));
                output.out().print(OriginalEnding.verdict(run));
            } else {
                output.out().print(Evaluation.text(Evaluation.rows(header), evaluation.scores()));
                output.out().print(evaluation.firstRows());
            }
            try (PredictiveDraws predictive = new PredictiveDraws(header.model(), header.observed(), draws,
                    header.seed(), plan.device(), threads)) {
                RunFile.addPredictive(plan.runFile(), predictive);
            }
        }
        if (!plan.quiet()) {
            output.err().println("written: " + plan.runFile());
        }
    }
}
