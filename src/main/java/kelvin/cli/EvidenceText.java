package kelvin.cli;

import java.util.Locale;
import java.util.Map;

/** The log evidence for people. */
final class EvidenceText {
    /** Errors, beyond one nat, that the stepping stones of two directions may be apart where neighbours overlap. */
    private static final double ERRORS_APART = 6;

    private EvidenceText() {
    }

    /**
     * A line of the estimate and one of what stands beside it, and a third where the two directions are so far apart that
     * neighbours hardly overlap: the error is of what was seen, and then too small. Nothing where there is no evidence.
     */
    static String of(Map<String, Double> evidence) {
        if (evidence.isEmpty()) {
            return "";
        }
        double value = evidence.get("log_evidence");
        double half = evidence.get("log_evidence_half_width");
        double apart = Math.abs(evidence.get("log_evidence_backward") - evidence.get("log_evidence_forward"));
        String text = String.format(Locale.ROOT, "log evidence %.2f +- %.2f nats, 95%% interval [%.2f, %.2f]%n"
                + "  beside it: stepping stone forward %.2f, backward %.2f; thermodynamic integration %.2f%n", value,
                evidence.get("log_evidence_se"), value - half, value + half, evidence.get("log_evidence_forward"),
                evidence.get("log_evidence_backward"), evidence.get("log_evidence_thermodynamic"));
        boolean meet = !(apart > 1 + ERRORS_APART * evidence.get("log_evidence_se"));   // the error of a short run is NaN
        return meet ? text : text + String.format(Locale.ROOT,
                "  do not trust its error: forward and backward are %.1f nats apart, so that somewhere neighbours hardly overlap; "
                + "take more rungs%n", apart);
    }
}
