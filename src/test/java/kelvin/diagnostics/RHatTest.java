package kelvin.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RHatTest {
    private static final double CONVERGED = 1.01;

    @Test
    void foldingSeesAChainOfAnotherSpread() {
        double[][] draws = normals(4, 2000);
        scale(draws[3], 3);
        assertTrue(RHat.rank(draws) > 1.1);
        assertTrue(RHat.split(draws) < CONVERGED, "without folding it passes");
        assertTrue(RHat.unsplit(RankNormal.of(Draws.split(draws))) < CONVERGED, "ranks alone do not help");
    }

    @Test
    void splittingSeesADriftThatAllChainsShare() {
        double[][] draws = normals(4, 2000);
        for (double[] chain : draws) {
            for (int i = 0; i < chain.length; i++) {
                chain[i] += 2.0 * i / chain.length;
            }
        }
        assertTrue(RHat.split(draws) > 1.1);
        assertTrue(RHat.rank(draws) > 1.1);
        assertTrue(RHat.unsplit(draws) < CONVERGED, "without splitting it passes");
    }

    @Test
    void ranksSeeThroughTailsThatHideAShift() {
        double[][] draws = normals(4, 2000);
        for (double[] chain : draws) {
            chain[0] = 1e6;
        }
        for (int i = 0; i < draws[3].length; i++) {
            draws[3][i] += 1;
        }
        assertTrue(RHat.rank(draws) > 1.05);
        assertTrue(RHat.split(draws) < CONVERGED, "without ranks it passes");
    }

    @Test
    void equalDistributionsPass() {
        double[][] draws = normals(4, 2000);
        assertTrue(RHat.rank(draws) < CONVERGED);
        assertTrue(RHat.split(draws) < CONVERGED);
    }

    /** Superchain means 3 and 8, variance 12.5; within each, chain means vary by 2 and draws by 2. */
    @Test
    void nestedRHatIsThatOfAnExampleByHand() {
        double[][][] draws = {{{1, 3}, {3, 5}}, {{6, 8}, {8, 10}}};
        assertEquals(Math.sqrt(1 + 12.5 / (2 + 2)), RHat.nested(draws), 1e-15);
        double[][][] oneDrawEach = {{{2}, {4}}, {{7}, {9}}};
        assertEquals(Math.sqrt(1 + 12.5 / 2), RHat.nested(oneDrawEach), 1e-15);
        double[][][] oneChainEach = {{{2, 4}}, {{7, 9}}};
        assertEquals(Math.sqrt(1 + 12.5 / 2), RHat.nested(oneChainEach), 1e-15);
    }

    /** Short chains: R-hat is large from noise in their means alone; nesting averages it away. */
    @Test
    void nestedRHatJudgesShortChainsWhereRHatCannot() {
        double[][][] converged = new double[4][][];
        double[][] all = new double[4 * 64][];
        double[][] slow = normals(4 * 64, 2);
        for (int c = 0; c < all.length; c++) {
            // Two draws that hardly differ, as of a chain with a long autocorrelation time.
            all[c] = new double[] {slow[c][0], 0.99 * slow[c][0] + 0.14 * slow[c][1]};
        }
        for (int k = 0; k < 4; k++) {
            converged[k] = Arrays.copyOfRange(all, 64 * k, 64 * k + 64);
        }
        assertTrue(RHat.unsplit(all) > 5);
        // A mean of 64 chains has 1/64 of their variance: nR-hat is near sqrt(1 + 1/64); the variance
        // of four means exceeds 5.5 times its expectation with probability 0.001 (chi-square, 3 degrees).
        assertTrue(RHat.nested(converged) < Math.sqrt(1 + 5.5 / 64));
        for (double[] chain : converged[0]) {
            chain[0] += 2;
            chain[1] += 2;
        }
        assertTrue(RHat.nested(converged) > 1.2, "a superchain that has not left its start");
    }

    @Test
    void nestedRHatIsNaNWithoutTwoSuperchainsOrWithANaN() {
        assertEquals(Double.NaN, RHat.nested(new double[][][] {{{1, 2}, {3, 4}}}));
        assertEquals(Double.NaN, RHat.nested(new double[][][] {{{1, Double.NaN}}, {{3, 4}}}));
    }

    @Test
    void raggedDrawsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> RHat.rank(new double[5], new double[6]));
        assertThrows(IllegalArgumentException.class, () -> RHat.rank());
        assertThrows(IllegalArgumentException.class, () -> RHat.nested(new double[0][][]));
        assertThrows(IllegalArgumentException.class,
                () -> RHat.nested(new double[][][] {{{1, 2}, {3, 4}}, {{5, 6}}}));
    }

    private static double[][] normals(int chains, int draws) {
        Random random = new Random(20240613);
        double[][] x = new double[chains][draws];
        for (double[] chain : x) {
            for (int i = 0; i < draws; i++) {
                chain[i] = random.nextGaussian();
            }
        }
        return x;
    }

    private static void scale(double[] chain, double factor) {
        for (int i = 0; i < chain.length; i++) {
            chain[i] *= factor;
        }
    }
}
