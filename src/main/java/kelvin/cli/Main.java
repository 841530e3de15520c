package kelvin.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

import kelvin.team.MpiTeam;
import kelvin.team.SoloTeam;
import kelvin.team.Team;
import kelvin.team.TeamException;

/** The program: finds the command, runs it, and says how it ended. Nothing else ends the process. */
public final class Main {
    private static final List<Command> COMMANDS = List.of(new SampleCommand(), new PredictCommand(),
            new SummaryCommand(), new CompareCommand(), new ReportCommand(), new VerifyCommand(), new BenchCommand(),
            new DoctorCommand());

    private final Output output;
    private final boolean debug;

    Main(Output output, boolean debug) {
        this.output = output;
        this.debug = debug;
    }

    /** Ends the process with an exit code of sysexits. */
    public static void main(String[] words) {
        System.exit(run(words, System.out, System.err));
    }

    /** The same without ending the process. */
    static int run(String[] words, PrintStream out, PrintStream err) {
        boolean debug = Arrays.asList(words).contains("--" + Flag.DEBUG.name());
        return new Main(new Output(out, err), debug).run(List.of(words)).number();
    }

    private ExitCode run(List<String> words) {
        Team team;
        try {
            team = MpiTeam.launched() ? MpiTeam.join() : new SoloTeam();
        } catch (TeamException e) {
            return failed("", e);
        }
        ExitCode code = run(words, team);
        output.out().flush();
        team.close();
        return code;
    }

    /** Runs the command as one of the team's ranks. */
    ExitCode run(List<String> words, Team team) {
        try {
            return dispatch(words, team);
        } catch (Agreement.FailedException e) {
            if (team.rank() == 0) {
                say(e.failure().line());
                trace(e);
            }
            return e.failure().code();
        } catch (Exception | OutOfMemoryError | LinkageError e) {
            ExitCode code = failed(team.size() == 1 ? "" : "rank " + team.rank() + " on " + team.host() + ": ", e);
            // others wait for this rank, and would for ever
            team.abort(code.number());
            return code;
        }
    }

    private ExitCode dispatch(List<String> words, Team team) throws Exception {
        List<String> names = COMMANDS.stream().map(Command::name).toList();
        String first = words.isEmpty() ? "" : words.get(0);
        if (List.of("--help", "-h", "--version").contains(first)) {
            if (team.rank() == 0) {
                output.out().print(first.equals("--version") ? version() : help());
            }
            return ExitCode.DONE;
        }
        Command command = Agreement.reach(team, () -> {
            if (first.isEmpty()) {
                throw new UsageException("no command, must be " + Values.oneOf(names) + " (kelvin --help tells more)");
            } else if (!names.contains(first)) {
                throw new UsageException(first + ": unknown command, the nearest is " + Nearest.of(first, names));
            }
            return COMMANDS.get(names.indexOf(first));
        });
        Arguments arguments = new Arguments(command);
        Values values = Agreement.reach(team, () -> arguments.parse(words.subList(1, words.size())));
        if (values.given(Flag.HELP.name())) {
            if (team.rank() == 0) {
                arguments.printHelp(output.out());
            }
            return ExitCode.DONE;
        }
        return command.onEveryRank() || team.rank() == 0 ? command.run(values, team, output) : ExitCode.DONE;
    }

    private ExitCode failed(String who, Throwable e) {
        Failure failure = Failure.of(e);
        say(who + failure.line());
        trace(e);
        return failure.code();
    }

    private void say(String line) {
        output.err().println("kelvin: " + line);
    }

    private void trace(Throwable e) {
        if (debug) {
            e.printStackTrace(output.err());
        }
    }

    private static String version() {
        Version version = Version.ofThisProgram();
        return "kelvin " + version.number() + ", commit " + version.commit() + "\n";
    }

    private static String help() {
        StringBuilder text = new StringBuilder("""
                Kelvin samples the posterior of Bayesian neural networks by parallel tempering.

                usage: kelvin COMMAND [options]
                       mpirun -np P kelvin sample [options]

                """);
        for (Command command : COMMANDS) {
            text.append(String.format("  %-8s  %s%n", command.name(), command.purpose()));
        }
        return text.append("\nkelvin COMMAND --help lists a command's options; kelvin --version tells the version.\n")
                .toString();
    }
}
