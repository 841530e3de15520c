package kelvin.store;

import java.util.ArrayList;
import java.util.List;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

import kelvin.model.Column;
import kelvin.model.Missing;
import kelvin.model.Schema;

/** The columns of a schema as text: a JSON object for each. */
final class SchemaLines {
    private static final Gson GSON = new Gson();

    private SchemaLines() {
    }

    /** A line. */
    private record Line(String role, String name, List<String> levels, List<Double> fill) {
        static Line of(String role, Column column) {
            return new Line(role, column.name(), column.levels(), column.fill());
        }

        Column column() {
            return new Column(name, levels, fill);
        }
    }

    static List<String> of(Schema schema) {
        List<String> lines = new ArrayList<>();
        schema.inputs().forEach(column -> lines.add(GSON.toJson(Line.of("input", column))));
        schema.targets().forEach(column -> lines.add(GSON.toJson(Line.of("target", column))));
        return lines;
    }

    /**
     * The schema of such lines.
     *
     * @throws IllegalArgumentException if they are not such
     */
    static Schema parse(List<String> lines, Missing missing) {
        List<Column> inputs = new ArrayList<>();
        List<Column> targets = new ArrayList<>();
        try {
            for (String text : lines) {
                Line line = GSON.fromJson(text, Line.class);
                (line.role().equals("input") ? inputs : targets).add(line.column());
            }
        } catch (JsonParseException | NullPointerException e) {
            throw new IllegalArgumentException("schema: " + lines + ", must be a JSON object for every column", e);
        }
        return new Schema(inputs, targets, missing);
    }
}
