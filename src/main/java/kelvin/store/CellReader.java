package kelvin.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import kelvin.model.Column;
import kelvin.model.TargetKind;

/**
 * Turns the cells of one column into numbers: a number into itself, a text into its place, a missing value into NaN.
 * A column of which nothing is known is one of texts if its first value is no number.
 */
final class CellReader {
    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null", "?");
    private static final int MOST_LEVELS = 100;

    private enum Content { UNKNOWN, NUMBERS, TEXTS, KNOWN_TEXTS }

    private final String name;
    private final TargetKind kind;
    private final boolean textAllowed;
    private final Map<String, Integer> places = new HashMap<>();
    private Content content;
    private long missing;

    private CellReader(String name, TargetKind kind, boolean textAllowed, Content content) {
        this.name = name;
        this.kind = kind;
        this.textAllowed = textAllowed;
        this.content = content;
    }

    /** An input of which nothing is known yet. */
    static CellReader input(String name) {
        return new CellReader(name, TargetKind.NUMBERS, true, Content.UNKNOWN);
    }

    /** A target of which nothing is known yet. */
    static CellReader target(String name, TargetKind kind) {
        return new CellReader(name, kind, kind == TargetKind.CLASSES, Content.UNKNOWN);
    }

    /** A column that is known. */
    static CellReader of(Column column, TargetKind kind) {
        CellReader reader = new CellReader(column.name(), kind, true,
                column.levels().isEmpty() ? Content.NUMBERS : Content.KNOWN_TEXTS);
        column.levels().forEach(level -> reader.places.put(level, reader.places.size()));
        return reader;
    }

    /**
     * The number that stands for a cell.
     *
     * @param error makes the exception for a cell that is not as it must be
     */
    double read(String text, Function<String, DataException> error) {
        if (MISSING.contains(text)) {
            missing++;
            return Double.NaN;
        }
        double value = content == Content.TEXTS || content == Content.KNOWN_TEXTS ? Double.NaN : finite(text);
        if (content == Content.UNKNOWN) {
            content = Double.isNaN(value) && textAllowed ? Content.TEXTS : Content.NUMBERS;
        }
        if (content == Content.NUMBERS) {
            check(value, error);
            return value;
        }
        return place(text, error);
    }

    /** The same for a cell that is a number, or NaN if missing. */
    double read(double value, Function<String, DataException> error) {
        if (Double.isNaN(value)) {
            missing++;
        } else {
            content = Content.NUMBERS;
            check(Double.isInfinite(value) ? Double.NaN : value, error);
        }
        return value;
    }

    private void check(double value, Function<String, DataException> error) {
        if (Double.isNaN(value)) {
            throw error.apply("a finite number");
        } else if (kind != TargetKind.NUMBERS && !(value >= 0 && value == Math.rint(value))) {
            throw error.apply(kind == TargetKind.CLASSES ? "a class index: 0, 1, 2, ..." : "a count: 0, 1, 2, ...");
        }
    }

    private int place(String text, Function<String, DataException> error) {
        Integer known = places.get(text);
        if (known != null) {
            return known;
        } else if (content == Content.KNOWN_TEXTS) {
            throw error.apply("one of " + String.join(", ", new TreeMap<>(places).keySet()));
        } else if (places.size() == MOST_LEVELS) {
            throw error.apply("a number, or one of at most " + MOST_LEVELS + " different texts in its column");
        }
        places.put(text, places.size());
        return places.size() - 1;
    }

    String name() {
        return name;
    }

    /** How many cells were missing. */
    long missing() {
        return missing;
    }

    /** The texts so far, in alphabetical order; empty for numbers. */
    List<String> levels() {
        return List.copyOf(new TreeMap<>(places).keySet());
    }

    /** The place in alphabetical order of every place in order of appearance. */
    int[] order() {
        int[] order = new int[places.size()];
        int next = 0;
        for (int place : new TreeMap<>(places).values()) {
            order[place] = next++;
        }
        return order;
    }

    /** The finite number that a text is, or NaN. */
    static double finite(String text) {
        // Java's suffixes and hexadecimal floats are not numbers of a CSV file
        if (text.isEmpty() || "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0 || text.indexOf('x') >= 0
                || text.indexOf('X') >= 0) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
