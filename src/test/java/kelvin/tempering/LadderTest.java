package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

class LadderTest {
    @Test
    void linearIsEvenlySpacedInTemperature() {
        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), Ladder.linear(Path.POSTERIOR, 4, 4).temperatures());
    }

    @Test
    void geometricHasEqualRatiosAndExactEnds() {
        List<Double> t = Ladder.geometric(Path.POSTERIOR, 12, 2).temperatures();
        assertEquals(1, t.get(0));
        assertEquals(2, t.get(11));
        for (int k = 1; k < 12; k++) {
            assertEquals(Math.pow(2, 1 / 11.0), t.get(k) / t.get(k - 1), 1e-14);
        }
    }

    @Test
    void geometricToPriorEndsAtThePrior() {
        Ladder ladder = Ladder.geometricToPrior(5, 0.001);
        assertEquals(0.001, ladder.coefficients(3).likelihood(), 1e-15);
        assertEquals(new Coefficients(0, 1), ladder.coefficients(4));
        assertEquals(List.of(1.0, Double.POSITIVE_INFINITY), Ladder.geometricToPrior(2, 0.001).temperatures());
    }

    @Test
    void oneRungIsThePosterior() {
        assertEquals(List.of(1.0), Ladder.geometric(Path.POSTERIOR, 1, 4).temperatures());
        assertEquals(List.of(1.0), Ladder.linear(Path.POSTERIOR, 1, 4).temperatures());
        assertEquals(List.of(1.0), Ladder.geometricToPrior(1, 0.5).temperatures());
    }

    @Test
    void pathsTemperDifferently() {
        assertEquals(new Coefficients(0.25, 1), Path.LIKELIHOOD.at(4));
        assertEquals(new Coefficients(0.25, 0.25), Path.POSTERIOR.at(4));
    }

    @Test
    void laddersThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Ladder(Path.LIKELIHOOD, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Ladder(Path.LIKELIHOOD, List.of(2.0)));
        assertThrows(IllegalArgumentException.class, () -> new Ladder(Path.LIKELIHOOD, List.of(1.0, 1.0)));
        assertThrows(IllegalArgumentException.class, () -> new Ladder(Path.LIKELIHOOD, List.of(1.0, Double.NaN)));
        assertThrows(IllegalArgumentException.class,
                () -> new Ladder(Path.POSTERIOR, List.of(1.0, Double.POSITIVE_INFINITY)));
        assertThrows(IllegalArgumentException.class, () -> Ladder.linear(Path.POSTERIOR, 3, 1));
        assertThrows(IllegalArgumentException.class, () -> Ladder.geometricToPrior(3, 0));
    }

    @Test
    void thePriorIsNeverMultipliedByMinusInfinity() {
        assertEquals(-3, new Coefficients(0, 1).logDensity(Double.NEGATIVE_INFINITY, -3));
    }
}
