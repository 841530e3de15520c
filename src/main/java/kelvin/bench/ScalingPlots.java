package kelvin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import kelvin.report.Curves;

/** Pictures of what was measured and of what is foreseen, into a folder. */
public final class ScalingPlots {
    private ScalingPlots() {
    }

    /**
     * Efficiency by ranks, measured beside simulated, of each network: {@code measured-NETWORK.svg}.
     *
     * @param folder made if need be
     */
    public static void measured(Path folder, List<Validation> validations) throws IOException {
        Files.createDirectories(folder);
        for (String network : validations.stream().map(one -> one.measured().network()).distinct().toList()) {
            List<Curves.Curve> curves = new ArrayList<>();
            for (ScalingBench.Law law : ScalingBench.Law.values()) {
                List<Validation> points = validations.stream()
                        .filter(one -> one.measured().network().equals(network) && one.measured().law() == law).toList();
                String name = law.name().toLowerCase(Locale.ROOT);
                if (!points.isEmpty()) {
                    double[] ranks = values(points, one -> one.measured().ranks());
                    curves.add(new Curves.Curve(name + ", measured", Curves.Style.POINTS, ranks,
                            values(points, one -> one.measured().efficiency())));
                    curves.add(new Curves.Curve(name + ", simulated", Curves.Style.LINE_THROUGH, ranks,
                            values(points, Validation::efficiency)));
                }
            }
            new Curves("Scaling of " + network + ", beside independent ranks", "ranks", "efficiency", curves)
                    .write(folder.resolve("measured-" + network + ".svg"));
        }
    }

    /**
     * Efficiency by ranks, a curve for each size, of each interconnect: {@code predicted-INTERCONNECT.svg}.
     *
     * @param folder made if need be
     * @param predictions of GPUs that are all alike
     */
    public static void predicted(Path folder, List<Foresight.Prediction> predictions) throws IOException {
        Files.createDirectories(folder);
        for (String network : predictions.stream().map(Foresight.Prediction::network).distinct().toList()) {
            List<Curves.Curve> curves = new ArrayList<>();
            for (int parameters : Foresight.PARAMETERS) {
                List<Foresight.Prediction> points = predictions.stream()
                        .filter(one -> one.network().equals(network) && one.parameters() == parameters).toList();
                curves.add(new Curves.Curve(String.format(Locale.ROOT, curves.isEmpty() ? "%,d parameters" : "%,d", parameters).replace(',', ' '),
                        Curves.Style.LINE_AND_POINTS, values(points, Foresight.Prediction::ranks),
                        values(points, one -> one.outcome().efficiency())));
            }
            new Curves("Predicted for " + network, "GPUs", "efficiency", curves)
                    .write(folder.resolve("predicted-" + fileName(network) + ".svg"));
        }
    }

    private static String fileName(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static <T> double[] values(List<T> points, ToDoubleFunction<T> value) {
        return points.stream().mapToDouble(value).toArray();
    }
}
