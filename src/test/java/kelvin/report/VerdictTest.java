package kelvin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import kelvin.diagnostics.Convergence;

/** The word on top of a page. */
class VerdictTest {
    private static final Map<String, Convergence> AGREED = Map.of("log_likelihood", convergence(1.001, 900, 800));

    private static Convergence convergence(double rHat, double essBulk, double essTail) {
        return new Convergence(0, 0.1, rHat, 1, essBulk, essTail);
    }

    private static Verdict.Grade grade(Map<String, Convergence> convergence, int ladders, Verdict.Swaps swaps, long notFinite) {
        return Verdict.of(convergence, ladders, Optional.ofNullable(swaps), notFinite).grade();
    }

    @Test
    void aRunIsTrustedWhenEverythingAgrees() {
        assertEquals(Verdict.Grade.TRUST, grade(AGREED, 2, new Verdict.Swaps(0.4, 20, 40), 0));
        assertEquals(Verdict.Grade.TRUST, grade(AGREED, 2, null, 0));
    }

    @Test
    void everyDoubtCounts() {
        assertEquals(Verdict.Grade.CARE, grade(AGREED, 1, new Verdict.Swaps(0.4, 20, 40), 0));
        assertEquals(Verdict.Grade.CARE, grade(AGREED, 2, new Verdict.Swaps(0.1, 20, 40), 0));
        assertEquals(Verdict.Grade.CARE, grade(AGREED, 2, new Verdict.Swaps(0.4, 0, 40), 0));
        assertEquals(Verdict.Grade.CARE, grade(AGREED, 2, new Verdict.Swaps(0.4, 20, 40), 3));
        assertEquals(Verdict.Grade.CARE, grade(Map.of("noise", convergence(1.02, 900, 800)), 2, null, 0));
        assertEquals(Verdict.Grade.CARE, grade(Map.of("noise", convergence(1.001, 900, 200)), 2, null, 0));
    }

    @Test
    void oneSentenceTellsWhatToChange() {
        assertEquals("The draws can be trusted: all diagnostics agree.", Verdict.of(AGREED, 2, Optional.empty(), 0).text());
        Verdict verdict = Verdict.of(Map.of("noise", convergence(1.3, 50, 60)), 1, Optional.of(new Verdict.Swaps(0.1, 0, 40)), 0);
        assertEquals("Do not use these draws yet: noise: R-hat 1.300 (at most 1.01 is agreement), 50 effective draws (400 are "
                + "enough). To change: take more iterations, warm-up included; take --ladders 4; take more rungs (--rungs "
                + "auto finds out how many); take longer trajectories or a larger --swap-every.", verdict.text());
    }

    @Test
    void itIsSaidWhetherSwapsOrTheExplorerKeepReplicasFromTravelling() {
        assertTrue(sentence(new Verdict.Swaps(0.4, 20, 40)).equals(
                "20 replicas went from the cold rung to the hottest and back, 50% of what their swaps would allow."));
        assertTrue(sentence(new Verdict.Swaps(0.4, 20, 400)).startsWith("20 replicas went from the cold rung to the hottest "
                + "and back, 5% of what their swaps would allow: between swaps the explorer moves too little"));
        Verdict.Swaps few = new Verdict.Swaps(0.1, 0, 4);
        assertEquals("No replica went from the cold rung to the hottest and back, 0% of what their swaps would allow.",
                sentence(few), "four would tell nothing");
        assertTrue(Verdict.of(AGREED, 2, Optional.of(few), 0).remedies().contains("give replicas more iterations to travel"));
        assertEquals("No replica went from the cold rung to the hottest and back.", sentence(new Verdict.Swaps(0, 0, 0)));
    }

    private static String sentence(Verdict.Swaps swaps) {
        return Verdict.of(AGREED, 2, Optional.of(swaps), 0).reasons().stream()
                .filter(reason -> reason.contains("the hottest and back")).findFirst().orElseThrow();
    }

    @Test
    void whatCannotBeTrustedIsRejectedAndNamedFirst() {
        assertEquals(Verdict.Grade.REJECT, grade(AGREED, 2, new Verdict.Swaps(0.01, 20, 40), 0));
        assertEquals(Verdict.Grade.REJECT, grade(AGREED, 2, new Verdict.Swaps(Double.NaN, 20, 40), 0));
        Map<String, Convergence> apart = Map.of("noise", convergence(Double.NaN, 900, 800));
        Verdict verdict = Verdict.of(apart, 1, Optional.of(new Verdict.Swaps(0.4, 20, 40)), 0);
        assertEquals(Verdict.Grade.REJECT, verdict.grade());
        assertTrue(verdict.reasons().get(0).startsWith("noise: R-hat NaN"), verdict.reasons().toString());
    }
}
