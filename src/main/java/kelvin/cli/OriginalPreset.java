package kelvin.cli;

import java.util.HashMap;
import java.util.Map;

/** {@code --preset original}: the description's network, ladder and random walk. */
final class OriginalPreset {
    private OriginalPreset() {
    }

    /**
     * Its values, one rung per rank.
     *
     * @param given what was given beside it
     * @param ranks P; a single rank holds two rungs
     */
    static Map<String, String> values(Values given, int ranks) {
        Map<String, String> values = new HashMap<>(Map.ofEntries(
                Map.entry("hidden", "64,64"),
                Map.entry("activation", "relu"),
                Map.entry("likelihood", "gaussian"),
                Map.entry("noise", "0.1"),
                Map.entry("prior", "normal"),
                Map.entry("prior-scale", "1"),
                Map.entry("path", "posterior"),
                Map.entry("ladder", "linear"),
                Map.entry("max-temperature", "4"),
                Map.entry("rungs", Integer.toString(Math.max(2, ranks))),
                Map.entry("swap-every", "10"),
                Map.entry("explorer", "random-walk"),
                Map.entry("init", "fan-in"),
                Map.entry("warmup", "500"),
                Map.entry("iterations", "1500"),
                Map.entry("thin", "5")));
        boolean itsExplorer = !given.given("explorer") || given.text("explorer").equals("random-walk");
        if (itsExplorer && !given.given("target-acceptance")) {
            values.put("step-size", "0.01");
        }
        return values;
    }
}
