package kelvin.cli;

import java.util.Locale;
import java.util.Map;

/** The log evidence for people. */
final class EvidenceText {
    private EvidenceText() {
    }

    /** A line of the estimate and one of what stands beside it; nothing where there is none. */
    static String of(Map<String, Double> evidence) {
        if (evidence.isEmpty()) {
            return "";
        }
        double value = evidence.get("log_evidence");
        double half = evidence.get("log_evidence_half_width");
        return String.format(Locale.ROOT, "log evidence %.2f +- %.2f nats, 95%% interval [%.2f, %.2f]%n"
                + "  beside it: stepping stone forward %.2f, backward %.2f; thermodynamic integration %.2f%n", value,
                evidence.get("log_evidence_se"), value - half, value + half, evidence.get("log_evidence_forward"),
                evidence.get("log_evidence_backward"), evidence.get("log_evidence_thermodynamic"));
    }
}
