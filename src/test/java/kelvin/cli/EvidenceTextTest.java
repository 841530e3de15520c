package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;

class EvidenceTextTest {
    private static String text(double error, double forward, double backward) {
        return EvidenceText.of(Map.of("log_evidence", 847.5, "log_evidence_se", error, "log_evidence_half_width", 2 * error,
                "log_evidence_forward", forward, "log_evidence_backward", backward, "log_evidence_thermodynamic", 847.0));
    }

    @Test
    void directionsThatMeetNeedNoWord() {
        assertEquals("log evidence 847.50 +- 0.73 nats, 95% interval [846.04, 848.96]\n"
                + "  beside it: stepping stone forward 845.20, backward 847.90; thermodynamic integration 847.00\n",
                text(0.73, 845.2, 847.9).replace("\r", ""));
    }

    @Test
    void directionsThatDoNotMeetSayThatTheErrorIsTooSmall() {
        String text = text(0.55, 840, 852);
        assertTrue(text.contains("do not trust its error: forward and backward are 12.0 nats apart"), text);
    }

    @Test
    void noEvidenceIsNoText() {
        assertEquals("", EvidenceText.of(Map.of()));
    }
}
