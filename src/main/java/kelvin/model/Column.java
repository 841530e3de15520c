package kelvin.model;

import java.util.List;

/**
 * A column of a table as its file has it.
 *
 * @param name in the header
 * @param levels the texts of a column of text, in alphabetical order; empty for a column of numbers
 * @param fill means over the training rows, one for each input that the column makes, to stand for a missing value;
 *        empty if none is to
 */
public record Column(String name, List<String> levels, List<Double> fill) {
    /** Copies the lists. */
    public Column {
        levels = List.copyOf(levels);
        fill = List.copyOf(fill);
    }

    /** A column of numbers, none of which may be missing. */
    public static Column ofNumbers(String name) {
        return new Column(name, List.of(), List.of());
    }

    /** Names of the inputs that the column makes: its own, or NAME=TEXT for every text. */
    public List<String> inputs() {
        return levels.isEmpty() ? List.of(name) : levels.stream().map(level -> name + "=" + level).toList();
    }
}
