package kelvin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** The words after a command's name, and what can be said about them. */
final class Arguments {
    /** An operand that ends so may be given more than once. */
    private static final String MORE = "...";

    private final Command command;
    private final List<Flag> flags;
    private final Options options = new Options();

    Arguments(Command command) {
        this.command = command;
        flags = new ArrayList<>(command.flags());
        flags.add(Flag.DEBUG);
        flags.add(Flag.HELP);
        for (Flag flag : flags) {
            String help = flag.initial() == null ? flag.help() : flag.help() + " (" + flag.initial() + ")";
            options.addOption(Option.builder(flag == Flag.HELP ? "h" : null).longOpt(flag.name())
                    .hasArg(!flag.isSwitch()).argName(flag.argument()).desc(help).get());
        }
    }

    /**
     * Reads the words, and the TOML file they name.
     *
     * @throws UsageException if a word is not understood, given twice, or missing
     * @throws IOException if the file cannot be read
     */
    Values parse(List<String> words) throws IOException {
        CommandLine line = parsed(words);
        Map<String, Values.Given> given = new LinkedHashMap<>();
        for (Option option : line.getOptions()) {
            String name = option.getLongOpt();
            String value = option.hasArg() ? option.getValue() : "";
            if (given.put(name, new Values.Given(value, "--" + name)) != null) {
                throw new UsageException("--" + name + " is given twice, must be once");
            }
        }
        if (!given.containsKey(Flag.HELP.name())) {
            checkOperands(line.getArgList());
        }
        if (given.containsKey("config")) {
            ConfigFile.read(Path.of(given.get("config").text()), flags).forEach(given::putIfAbsent);
        }
        return new Values(flags, line.getArgList(), given);
    }

    private CommandLine parsed(List<String> words) {
        try {
            return DefaultParser.builder().setAllowPartialMatching(false).setStripLeadingAndTrailingQuotes(false).get()
                    .parse(options, words.toArray(String[]::new));
        } catch (UnrecognizedOptionException e) {
            String typed = e.getOption().replaceFirst("=.*", "");
            throw new UsageException(typed + ": unknown option of kelvin " + command.name() + ", the nearest is --"
                    + Nearest.of(typed.replaceFirst("^-+", ""), flags.stream().map(Flag::name).toList()));
        } catch (MissingArgumentException e) {
            throw new UsageException("--" + e.getOption().getLongOpt() + ": no value, must be followed by "
                    + e.getOption().getArgName());
        } catch (ParseException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private void checkOperands(List<String> operands) {
        int wanted = command.operands().size();
        if (operands.size() < wanted) {
            throw new UsageException(command.name() + ": " + command.operands().get(operands.size())
                    + " is missing");
        } else if (operands.size() > wanted && !(wanted > 0 && command.operands().get(wanted - 1).endsWith(MORE))) {
            throw new UsageException(command.name() + ": " + operands.get(wanted)
                    + " is one word too many (options begin with --)");
        }
    }

    /** Writes the help of the command. */
    void printHelp(Appendable to) throws IOException {
        TextHelpAppendable text = new TextHelpAppendable(to);
        text.setMaxWidth(100);
        HelpFormatter formatter = HelpFormatter.builder().setHelpAppendable(text).setShowSince(false)
                .setComparator((a, b) -> 0).get();
        String usage = String.join(" ", command.operands()) + (command.operands().isEmpty() ? "" : " ") + "[options]";
        formatter.printHelp("kelvin " + command.name() + " " + usage, command.purpose(), options, "", false);
    }
}
