package kelvin.cli;

import java.io.PrintStream;

/**
 * Where a command writes to.
 *
 * @param out results
 * @param err progress and messages
 */
record Output(PrintStream out, PrintStream err) {
}
