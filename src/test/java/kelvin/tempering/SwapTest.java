package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SwapTest {
    private static final double L_I = -10;
    private static final double P_I = -2;
    private static final double L_J = -13;
    private static final double P_J = -1;

    @Test
    void acceptanceIsTheRatioOfJointDensities() {
        for (Path path : Path.values()) {
            Coefficients i = path.at(1);
            Coefficients j = path.at(2);
            double before = i.logDensity(L_I, P_I) + j.logDensity(L_J, P_J);
            double after = i.logDensity(L_J, P_J) + j.logDensity(L_I, P_I);
            assertEquals(Math.exp(after - before), Swap.acceptance(i, j, L_I, P_I, L_J, P_J), 1e-15);
        }
    }

    @Test
    void anImprovementIsCertain() {
        assertEquals(1, Swap.acceptance(new Coefficients(1, 1), new Coefficients(0.5, 1), L_J, P_J, L_I, P_I));
    }

    @Test
    void bothSidesGiveTheSameBits() {
        Coefficients i = new Coefficients(1, 1);
        Coefficients j = new Coefficients(1 / 3.0, 1 / 3.0);
        assertEquals(Swap.acceptance(i, j, L_I, P_I, L_J, P_J), Swap.acceptance(j, i, L_J, P_J, L_I, P_I));
    }

    @Test
    void nanStopsTheRun() {
        Coefficients i = new Coefficients(1, 1);
        Coefficients j = new Coefficients(0.5, 1);
        var thrown = assertThrows(BrokenInvariantException.class,
                () -> Swap.acceptance(i, j, Double.NaN, P_I, L_J, P_J));
        assertTrue(thrown.getMessage().contains("NaN"));
    }
}
