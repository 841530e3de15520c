package kelvin.cli;

import java.util.List;

import kelvin.team.Team;

/** One of the things the program does. */
interface Command {
    String name();

    /** What it does, in half a line. */
    String purpose();

    /** What must follow its name, in capitals; the last may be there more than once if it ends with dots. */
    List<String> operands();

    List<Flag> flags();

    /** Whether every rank runs it; otherwise rank 0 alone does. */
    default boolean onEveryRank() {
        return false;
    }

    /**
     * Does it.
     *
     * @param values of its flags and operands
     * @param team the ranks that run it
     */
    ExitCode run(Values values, Team team, Output output) throws Exception;
}
