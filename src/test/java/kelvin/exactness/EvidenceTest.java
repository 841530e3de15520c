package kelvin.exactness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stated 95% interval of the log evidence, on cases where that is known; more runs in {@link EvidenceCoverageTest}. */
class EvidenceTest {
    private static final int RUNS = 60;

    @ParameterizedTest
    @ValueSource(strings = {"linear-3", "bimodal-weak"})
    void theIntervalHoldsTheTruthAsOftenAsItSays(String name) throws IOException {
        EvidenceRuns.Coverage found = new EvidenceRuns(name, 1, 1000).coverage(RUNS);
        int least = BinomialDistribution.of(RUNS, 0.95).inverseCumulativeProbability(0.001);
        assertTrue(found.right() >= least, found.toString());
        assertTrue(found.unnormalised() < least, "a likelihood without its constants is noticed: " + found);
        assertTrue(found.shuffled() < least, "an error that ignores autocorrelation is noticed: " + found);
        assertTrue(found.error() < 0.5, "and the estimate is of use: " + found);
    }
}
