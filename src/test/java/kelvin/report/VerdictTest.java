package kelvin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import kelvin.diagnostics.Convergence;

/** The word on top of a page. */
class VerdictTest {
    private static final Map<String, Convergence> AGREED = Map.of("log_likelihood", new Convergence(0, 1.001, 900, 800));

    private static Verdict.Grade grade(Map<String, Convergence> convergence, int ladders, Verdict.Swaps swaps, long notFinite) {
        return Verdict.of(convergence, ladders, Optional.ofNullable(swaps), notFinite).grade();
    }

    @Test
    void aRunIsTrustedWhenEverythingAgrees() {
        assertEquals(Verdict.Grade.TRUST, grade(AGREED, 2, new Verdict.Swaps(0.4, 20), 0));
        assertEquals(Verdict.Grade.TRUST, grade(AGREED, 2, null, 0));
    }

    @Test
    void everyDoubtCounts() {
        assertEquals(Verdict.Grade.CARE, grade(AGREED, 1, new Verdict.Swaps(0.4, 20), 0));
        assertEquals(Verdict.Grade.CARE, grade(AGREED, 2, new Verdict.Swaps(0.1, 20), 0));
        assertEquals(Verdict.Grade.CARE, grade(AGREED, 2, new Verdict.Swaps(0.4, 0), 0));
        assertEquals(Verdict.Grade.CARE, grade(AGREED, 2, new Verdict.Swaps(0.4, 20), 3));
        assertEquals(Verdict.Grade.CARE, grade(Map.of("noise", new Convergence(0, 1.02, 900, 800)), 2, null, 0));
        assertEquals(Verdict.Grade.CARE, grade(Map.of("noise", new Convergence(0, 1.001, 900, 200)), 2, null, 0));
    }

    @Test
    void whatCannotBeTrustedIsRejectedAndNamedFirst() {
        assertEquals(Verdict.Grade.REJECT, grade(AGREED, 2, new Verdict.Swaps(0.01, 20), 0));
        assertEquals(Verdict.Grade.REJECT, grade(AGREED, 2, new Verdict.Swaps(Double.NaN, 20), 0));
        Map<String, Convergence> apart = Map.of("noise", new Convergence(0, Double.NaN, 900, 800));
        Verdict verdict = Verdict.of(apart, 1, Optional.of(new Verdict.Swaps(0.4, 20)), 0);
        assertEquals(Verdict.Grade.REJECT, verdict.grade());
        assertTrue(verdict.reasons().get(0).startsWith("noise: R-hat NaN"), verdict.reasons().toString());
    }
}
