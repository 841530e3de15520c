package kelvin.exactness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often the stated 95% interval of the log evidence holds the true value, over 200 short runs of every exact case.
 * Writes its table to target/evidence.md.
 */
@Tag("long")
class EvidenceCoverageTest {
    private static final int RUNS = 200;

    @Test
    void theIntervalHoldsTheTruthInAbout95Of100Runs() throws IOException {
        List<String> table = new ArrayList<>(List.of("| case | ladders | log evidence | runs that hold it | without the "
                + "likelihood's constants | ignoring autocorrelation | root mean square error | half-width of the "
                + "interval |", "|---|---|---|---|---|---|---|---|"));
        List<String> outside = new ArrayList<>();
        for (String name : List.of("linear-3", "logistic-1", "bimodal-weak", "bimodal-strong")) {
            for (int ladders : new int[] {1, 3}) {
                EvidenceRuns runs = new EvidenceRuns(name, ladders, ladders == 1 ? 2000 : 1000);
                EvidenceRuns.Coverage found = runs.coverage(RUNS);
                String row = String.format(Locale.ROOT, "| %s | %d | %.4f | %d of %d | %s | %d | %.3f | %.3f |", name,
                        ladders, runs.truth(), found.right(), RUNS,
                        name.equals("logistic-1") ? "(has none)" : Integer.toString(found.unnormalised()),
                        found.shuffled(), found.error(), found.width());
                table.add(row);
                if (!(found.right() >= 180 && found.right() <= 199 && found.shuffled() < 180
                        && (name.equals("logistic-1") || found.unnormalised() < 180))) {
                    outside.add(row);
                }
            }
        }
        Files.write(Path.of("target/evidence.md"), table);
        assertTrue(outside.isEmpty(), String.join("\n", outside));
    }
}
