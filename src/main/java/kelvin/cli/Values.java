package kelvin.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of a command's flags: from the command line, else from its TOML file, else from a preset, else their
 * defaults. Every error names where the value was given.
 */
final class Values {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Map<String, ChronoUnit> TIME_UNITS = Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS);

    private final List<Flag> flags;
    private final List<String> operands;
    private final Map<String, Given> given;
    private final Map<String, String> preset;

    /**
     * A value that somebody wrote.
     *
     * @param text the value; empty for a switch
     * @param where the option on the command line, or file, line and name
     */
    record Given(String text, String where) {
    }

    Values(List<Flag> flags, List<String> operands, Map<String, Given> given) {
        this(flags, operands, given, Map.of());
    }

    private Values(List<Flag> flags, List<String> operands, Map<String, Given> given, Map<String, String> preset) {
        this.flags = List.copyOf(flags);
        this.operands = List.copyOf(operands);
        this.given = Map.copyOf(given);
        this.preset = Map.copyOf(preset);
    }

    /** The same with other defaults. */
    Values over(Map<String, String> defaults) {
        return new Values(flags, operands, given, defaults);
    }

    /** The same with values for what was not given, as if they had been. */
    Values filledUp(Map<String, String> values, String where) {
        Map<String, Given> all = new LinkedHashMap<>();
        values.forEach((name, text) -> all.put(name, new Given(text, where + ": " + name)));
        all.putAll(given);
        return new Values(flags, operands, all, preset);
    }

    /** What was given, by name in the order of the help, but for the names that are left out. */
    Map<String, String> givenTexts(Set<String> without) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Flag flag : flags) {
            if (given(flag.name()) && !without.contains(flag.name())) {
                texts.put(flag.name(), given.get(flag.name()).text());
            }
        }
        return texts;
    }

    String operand(int i) {
        return operands.get(i);
    }

    /** All operands. */
    List<String> operands() {
        return operands;
    }

    /** Whether it was written, on the command line or in the file. */
    boolean given(String name) {
        return given.containsKey(name);
    }

    /** The value, or null. */
    String text(String name) {
        Given value = given.get(name);
        return value != null ? value.text() : preset.getOrDefault(name, flag(name).initial());
    }

    /** The items of a value that is a list with commas. */
    List<String> list(String name) {
        return Arrays.stream(text(name).split(",", -1)).map(String::strip).toList();
    }

    Path path(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            throw wrong(name, "the name of a file");
        }
        return Path.of(text);
    }

    /** A whole number of at least so much. */
    int integer(String name, int least) {
        return (int) whole(name, text(name), least, Integer.MAX_VALUE);
    }

    /** A whole number of at least so much. */
    long count(String name, long least) {
        return whole(name, text(name), least, Long.MAX_VALUE);
    }

    /** Whole numbers of at least so much, with commas between. */
    List<Integer> integers(String name, int least) {
        List<Integer> values = new ArrayList<>();
        for (String item : list(name)) {
            values.add((int) whole(name, item, least, Integer.MAX_VALUE));
        }
        return values;
    }

    /** A finite number; absent where there is no value. */
    OptionalDouble number(String name) {
        return text(name) == null ? OptionalDouble.empty() : OptionalDouble.of(number(name, text(name)));
    }

    /** A length of time above 0: a whole number with ms, s, m or h behind it. */
    Duration time(String name) {
        Matcher time = TIME.matcher(text(name));
        if (!time.matches() || Long.parseLong(time.group(1)) == 0) {
            throw wrong(name, "a time such as 90s, 5m or 1h");
        }
        return Duration.of(Long.parseLong(time.group(1)), TIME_UNITS.get(time.group(2)));
    }

    /** The constant of an enum whose name this is, in lower case with dashes. */
    <E extends Enum<E>> E choice(String name, Class<E> type) {
        List<String> labels = Arrays.stream(type.getEnumConstants()).map(Values::label).toList();
        int i = labels.indexOf(text(name));
        if (i < 0) {
            throw wrong(name, oneOf(labels));
        }
        return type.getEnumConstants()[i];
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String oneOf(List<String> labels) {
        int last = labels.size() - 1;
        return last == 0 ? labels.get(0) : String.join(", ", labels.subList(0, last)) + " or " + labels.get(last);
    }

    /** What to throw for a value that is not as it must be. */
    UsageException wrong(String name, String must) {
        String text = text(name);
        return new UsageException(where(name) + ": " + (text.isEmpty() ? "empty" : text) + ", must be " + must);
    }

    /** What to throw for two options that were both given and cannot be. */
    UsageException contradiction(String name, String other, String why) {
        return new UsageException(where(name) + " contradicts " + where(other) + ": " + why);
    }

    /** What to throw for a setting that refuses "name: value, must be ..." where the name is an option's. */
    UsageException refused(IllegalArgumentException e) {
        String name = e.getMessage().replaceFirst(":.*", "");
        boolean ofOption = flags.stream().anyMatch(flag -> flag.name().equals(name));
        return new UsageException(ofOption ? where(name) + e.getMessage().substring(name.length()) : e.getMessage());
    }

    /** All values in the order of the help, by name, but for the names that are left out. */
    Map<String, String> effective(Set<String> without) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Flag flag : flags) {
            String text = text(flag.name());
            if (text != null && !without.contains(flag.name())) {
                values.put(flag.name(), flag.isSwitch() ? "true" : text);
            }
        }
        return values;
    }

    private String where(String name) {
        return given(name) ? given.get(name).where() : "--" + name;
    }

    private double number(String name, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong(name, "a number");
    }

    private long whole(String name, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value > most) {
                throw wrong(name, "at most " + most);
            } else if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong(name, least == Long.MIN_VALUE ? "a whole number" : "a whole number of at least " + least);
    }

    private Flag flag(String name) {
        return flags.stream().filter(flag -> flag.name().equals(name)).findFirst().orElseThrow();
    }
}
