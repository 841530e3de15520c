package kelvin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of made-up numbers. */
class ScalingPlotsTest {
    @TempDir
    Path folder;

    @Test
    void measuredAndSimulatedStandInOnePictureOfANetwork() throws IOException {
        List<Validation> validations = new ArrayList<>();
        for (ScalingBench.Law law : ScalingBench.Law.values()) {
            for (int ranks : List.of(1, 2, 4)) {
                validations.add(new Validation(new ScalingBench.Result("3-4-1", 21, law, ranks, 8, 100, 0.9, 0.05, 0.01, 0.01,
                        0.01, 0.01, 0.1, 0.5), new ScheduleSimulation.Outcome(110, 0.95, 0.05, 0.01, 0.01)));
            }
        }
        assertEquals(0.99, validations.get(0).efficiency(), 1e-12);
        ScalingPlots.measured(folder.resolve("plots"), validations);
        assertEquals(List.of("measured-3-4-1.svg"), written());
        String svg = Files.readString(folder.resolve("plots/measured-3-4-1.svg"));
        for (String words : List.of("strong, measured", "strong, simulated", "weak, measured", "weak, simulated", "ranks",
                "Scaling of 3-4-1")) {
            assertTrue(svg.contains(words), words);
        }
    }

    @Test
    void thePredictionHasAPictureOfEachNetwork() throws IOException {
        List<Foresight.Prediction> predictions = new ArrayList<>();
        for (String network : List.of("A", "B, 10 Gb/s")) {
            for (int parameters : Foresight.PARAMETERS) {
                for (int ranks : Foresight.RANKS) {
                    predictions.add(new Foresight.Prediction(network, parameters, ranks, 8, 1,
                            new ScheduleSimulation.Outcome(1, 0.5, 0.1, 0.1, 0.1)));
                }
            }
        }
        ScalingPlots.predicted(folder.resolve("plots"), predictions);
        assertEquals(List.of("predicted-a.svg", "predicted-b-10-gb-s.svg"), written());
        assertTrue(Files.readString(folder.resolve("plots/predicted-a.svg")).contains("10 000 000"));
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
