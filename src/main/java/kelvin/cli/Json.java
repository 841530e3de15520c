package kelvin.cli;

import java.io.IOException;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;

/** Objects as JSON for programs: a number that is not finite, which JSON does not have, is null. */
final class Json {
    private static final TypeAdapter<Double> FINITE_OR_NULL = new TypeAdapter<>() {
        @Override
        public void write(JsonWriter out, Double value) throws IOException {
            out.value(value != null && Double.isFinite(value) ? value : null);
        }

        @Override
        public Double read(JsonReader in) {
            throw new UnsupportedOperationException("only written");
        }
    };

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping()
            .registerTypeAdapter(double.class, FINITE_OR_NULL).registerTypeAdapter(Double.class, FINITE_OR_NULL)
            .create();

    private Json() {
    }

    static String of(Object value) {
        return GSON.toJson(value) + "\n";
    }
}
