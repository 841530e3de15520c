package kelvin.diagnostics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What {@code src/test/python/arviz_fixture.py} wrote. */
final class ArvizFixture {
    private ArvizFixture() {
    }

    /** Draws {@code [chains][draws]} of a case. */
    static double[][] draws(String name) {
        return rows("draws.csv").stream()
                .filter(row -> row[0].equals(name))
                .map(row -> Arrays.stream(row).skip(1).mapToDouble(Double::parseDouble).toArray())
                .toArray(double[][]::new);
    }

    /** ArviZ's value of a statistic of a case. */
    static double value(String name, String statistic) {
        return rows("statistics.csv").stream()
                .filter(row -> row[0].equals(name) && row[1].equals(statistic))
                .mapToDouble(row -> Double.parseDouble(row[2]))
                .findFirst().orElseThrow();
    }

    static List<String[]> rows(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                ArvizFixture.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> line.split(",")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
