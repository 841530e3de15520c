package kelvin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import kelvin.bank.Device;
import kelvin.bank.cpu.CpuDevice;
import kelvin.predict.DrawSource;
import kelvin.predict.PredictiveDraws;
import kelvin.sampler.Pilot;
import kelvin.sampler.SampleSettings;
import kelvin.sampler.Sampler;
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
            Device device) {
        RunHeader header() {
            Version version = Version.ofThisProgram();
            return new RunHeader(version.number(), version.commit(), "cpu", options.recorded(), options.seed(),
                    problem.model(), problem.train(), problem.test(), problem.scaling(), problem.checksum(),
                    options.ladders(), settings.ladder(), options.warmup(), options.iterations(), options.thin());
        }

        Plan after(Pilot pilot) {
            return new Plan(options, problem, pilot.settings(), pilot.starts(), device);
        }

        int slots() {
            return settings.ladders() * settings.ladder().rungs();
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
        int cores = Cores.share(team);
        Plan plan = Agreement.reach(team, () -> plan(values, team.size(), cores));
        if (team.rank() == 0 && !plan.quiet()) {
            plan.problem().warnings().forEach(line -> output.err().println("kelvin: warning: " + line));
        }
        if (plan.options().dryRun()) {
            if (team.rank() == 0) {
                int predicted = plan.header().observed().y().length;
                output.out().print(DryRun.text(plan.settings(), team.size(), predicted));
            }
            return ExitCode.DONE;
        }
        if (plan.options().ladder().number() == LadderOptions.Number.PILOT) {
            plan = pilot(plan, team, output);
        }
        if (team.rank() >= plan.slots()) {
            return ExitCode.DONE;   // nothing to hold; the end of the program waits for the others
        }
        Team sampling = team.size() <= plan.slots() ? team : new PartialTeam(team, plan.slots());
        Optional<RunResults> results = sample(plan, sampling, output);
        if (results.isPresent()) {
            report(plan, results.get(), output);
        }
        return ExitCode.DONE;
    }

    private static Plan plan(Values values, int ranks, int cores) throws IOException {
        SampleOptions options = SampleOptions.of(values, ranks, cores);
        Problem problem = Problem.of(options);
        SampleSettings settings = options.settings(problem.train(), problem.model());
        return new Plan(options, problem, settings, List.of(), new CpuDevice());
    }

    /** Lets a pilot find the number of rungs. */
    private static Plan pilot(Plan plan, Team team, Output output) {
        if (team.rank() == 0 && !plan.quiet()) {
            output.err().println("pilot: looking for the number of rungs in the first half of the warm-up");
        }
        Pilot pilot = Pilot.run(plan.settings(), team, plan.device());
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
    private static Optional<RunResults> sample(Plan plan, Team team, Output output) {
        try (Sampler sampler = Agreement.reach(team, () -> sampler(plan, team));
                RunWriter writer = Agreement.reach(team, () -> team.rank() > 0 ? null
                        : RunWriter.create(plan.options().out(), plan.header(), plan.options().overwrite()))) {
            RankTable ranks = RankTable.gather(team, sampler.device(), plan.settings());
            if (team.rank() > 0) {
                return sampler.run(block -> { }, ProgressDisplay.NOTHING);
            }
            if (!plan.quiet()) {
                output.err().print(ranks.text());
            }
            if (plan.original()) {
                output.out().print(ranks.originalText());
            }
            Optional<RunResults> results;
            try (ProgressDisplay display = display(plan, output)) {
                results = sampler.run(writer::append, display);
            }
            writer.finish(results.orElseThrow());
            return results;
        }
    }

    private static Sampler sampler(Plan plan, Team team) {
        try {
            return new Sampler(plan.settings(), team, plan.device(), plan.starts());
        } catch (UnsupportedOperationException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static ProgressDisplay display(Plan plan, Output output) {
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
                LadderAdvice.of(new Barrier(results.ladder(), results.meanSwapRejection()),
                        plan.settings().model().parameters())
                        .ifPresent(word -> output.err().println("kelvin: warning: " + word));
            }
        }
        try (RunReader run = RunReader.open(plan.runFile())) {
            RunHeader header = run.header();
            DrawSource draws = DrawSource.of(run);
            int threads = plan.options().threads();
            Evaluation evaluation = Evaluation.of(run, plan.device(), threads);
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
