package kelvin.tempering;

import java.util.ArrayList;
import java.util.List;

/**
 * The temperatures of the rungs, from the cold one up.
 *
 * @param path what a temperature does
 * @param temperatures T_0 = 1 below T_1 below ... T_{K-1}; the last may be infinite on the likelihood path
 */
public record Ladder(Path path, List<Double> temperatures) {
    /** Checks that temperatures start at 1 and rise strictly. */
    public Ladder {
        temperatures = List.copyOf(temperatures);
        if (temperatures.isEmpty() || temperatures.get(0) != 1) {
            throw new IllegalArgumentException("ladder: " + temperatures + ", must start at temperature 1");
        }
        for (int k = 1; k < temperatures.size(); k++) {
            if (!(temperatures.get(k) > temperatures.get(k - 1))) {
                throw new IllegalArgumentException("ladder: " + temperatures + ", must rise strictly");
            }
        }
        if (path == Path.POSTERIOR && temperatures.get(temperatures.size() - 1) == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("ladder: " + temperatures
                    + ", must be finite on the posterior path (at infinity nothing is left to sample)");
        }
    }

    /** T_k = 1 + (maxTemperature - 1) k / (K - 1); T = 1 alone for one rung. */
    public static Ladder linear(Path path, int rungs, double maxTemperature) {
        return spaced(path, rungs, maxTemperature, fraction -> 1 + (maxTemperature - 1) * fraction);
    }

    /** T_k = maxTemperature^(k / (K - 1)); T = 1 alone for one rung. */
    public static Ladder geometric(Path path, int rungs, double maxTemperature) {
        return spaced(path, rungs, maxTemperature, fraction -> StrictMath.pow(maxTemperature, fraction));
    }

    /**
     * On the likelihood path: beta falls geometrically from 1 to minBeta over all rungs but the last, which has
     * beta = 0, the prior. With two rungs that is 1 and 0.
     *
     * @param minBeta above 0, below 1
     */
    public static Ladder geometricToPrior(int rungs, double minBeta) {
        if (!(minBeta > 0 && minBeta < 1)) {
            throw new IllegalArgumentException("min-beta: " + minBeta + ", must be above 0 and below 1");
        }
        if (rungs == 1) {
            return new Ladder(Path.LIKELIHOOD, List.of(1.0));
        }
        List<Double> temperatures = new ArrayList<>(geometric(Path.LIKELIHOOD, rungs - 1, 1 / minBeta).temperatures);
        temperatures.add(Double.POSITIVE_INFINITY);
        return new Ladder(Path.LIKELIHOOD, temperatures);
    }

    /** Number of rungs K. */
    public int rungs() {
        return temperatures.size();
    }

    /** Coefficients of rung k. */
    public Coefficients coefficients(int k) {
        return path.at(temperatures.get(k));
    }

    /** Coefficients of rungs from first on. */
    public List<Coefficients> coefficients(int first, int count) {
        return temperatures.subList(first, first + count).stream().map(path::at).toList();
    }

    private interface Spacing {
        double temperature(double fraction);
    }

    private static Ladder spaced(Path path, int rungs, double maxTemperature, Spacing spacing) {
        if (!(rungs >= 1)) {
            throw new IllegalArgumentException("rungs: " + rungs + ", must be at least 1");
        }
        if (!(rungs == 1 || maxTemperature > 1 && maxTemperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("max-temperature: " + maxTemperature + ", must be above 1 and finite");
        }
        List<Double> temperatures = new ArrayList<>();
        for (int k = 0; k < rungs; k++) {
            temperatures.add(k == 0 ? 1.0 : k == rungs - 1 ? maxTemperature : spacing.temperature(k / (rungs - 1.0)));
        }
        return new Ladder(path, temperatures);
    }
}
