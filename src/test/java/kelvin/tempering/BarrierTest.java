package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.apache.commons.statistics.distribution.FDistribution;
import org.junit.jupiter.api.Test;

import kelvin.random.Purpose;
import kelvin.random.Stream;

/**
 * Against a target that is known exactly: d standard normal parameters, and a log-likelihood of -n/2 times their sum of
 * squares, so that the density at beta is normal with precision 1 + n beta.
 */
class BarrierTest {
    private static final int N = 1000;

    /** A rejection is 1 - 2 P(F &lt; t), F of (d, d) degrees of freedom, t the ratio of the rungs' precisions. */
    private static double[] exact(Ladder ladder, int d) {
        double[] rejection = new double[ladder.rungs() - 1];
        for (int k = 0; k < rejection.length; k++) {
            double ratio = precision(ladder, k + 1) / precision(ladder, k);
            rejection[k] = 1 - 2 * FDistribution.of(d, d).cumulativeProbability(ratio);
        }
        return rejection;
    }

    private static double precision(Ladder ladder, int k) {
        return 1 + N * ladder.coefficients(k).likelihood();
    }

    /** The rejections of the program's swaps between exact draws. */
    private static double[] measured(Ladder ladder, int d, int attempts, double sign) {
        Stream stream = new Stream(5);
        float[] z = new float[d];
        double[] acceptance = new double[ladder.rungs() - 1];
        for (int t = 0; t < attempts; t++) {
            double[] logLikelihood = new double[ladder.rungs()];
            for (int k = 0; k < ladder.rungs(); k++) {
                stream.at(Purpose.DATA, k, t).normals(z, 0, d);
                for (float v : z) {
                    logLikelihood[k] -= 0.5 * N * v * v / precision(ladder, k);
                }
            }
            for (int k = 0; k < acceptance.length; k++) {
                acceptance[k] += Swap.acceptance(ladder.coefficients(k), ladder.coefficients(k + 1),
                        sign * logLikelihood[k], 0, sign * logLikelihood[k + 1], 0) / attempts;
            }
        }
        return Arrays.stream(acceptance).map(a -> 1 - a).toArray();
    }

    @Test
    void lambdaOfANormalIsItsClosedForm() {
        int d = 6;
        Ladder ladder = Ladder.geometricToPrior(6, 0.005);
        double lambda = new Barrier(ladder, exact(ladder, d)).total();
        assertEquals(lambda, new Barrier(ladder, measured(ladder, d, 60_000, 1)).total(), 0.01);
        double inverted = new Barrier(ladder, measured(ladder, d, 2000, -1)).total();
        assertTrue(Math.abs(inverted - lambda) > 0.5, "a swap of the wrong sign: " + inverted);
    }

    /** With many rungs Lambda tends to log(1 + n) times twice the density of log F at 0. */
    @Test
    void theBarrierOfManyRungsIsSeenFromFewOnes() {
        int d = 30;
        double limit = Math.log(1 + N) * 2 * FDistribution.of(d, d).density(1);
        Ladder fine = Ladder.geometricToPrior(4000, 1e-5);
        assertEquals(limit, new Barrier(fine, exact(fine, d)).total(), 0.003 * limit);
        Ladder coarse = new Barrier(fine, exact(fine, d)).equalShares(6);
        Barrier seen = new Barrier(coarse, exact(coarse, d));
        assertEquals(limit, seen.ofManyRungs(), 0.05 * limit);
        assertTrue(seen.total() < 0.5 * limit, "which the rejections do not tell: " + seen.total());
        assertEquals(Math.ceil(2 * limit) + 1, seen.recommendedRungs(), 2);
    }

    @Test
    void oneRoundMakesRejectionsEqual() {
        int d = 30;
        Ladder start = Ladder.geometricToPrior(20, 1.0 / N);
        Ladder ladder = new Barrier(start, exact(start, d)).equalShares(20);
        double[] before = exact(start, d);
        double[] after = exact(ladder, d);
        assertTrue(spread(before) > 0.4, "uneven at first: " + Arrays.toString(before));
        assertTrue(spread(after) < 0.1, "even now: " + Arrays.toString(after));
        ladder = new Barrier(ladder, after).equalShares(20);
        assertTrue(spread(exact(ladder, d)) < 0.01);
    }

    @Test
    void theNumberOfRungsMayChangeAndTheEndsStay() {
        Ladder start = Ladder.geometric(Path.POSTERIOR, 5, 8);
        Ladder more = new Barrier(start, new double[] {0.1, 0.2, 0.9, 0.5}).equalShares(11);
        assertEquals(11, more.rungs());
        assertEquals(1, more.temperatures().get(0));
        assertEquals(8, more.temperatures().get(10));
        assertEquals(List.of(1.0, Double.POSITIVE_INFINITY),
                new Barrier(Ladder.geometricToPrior(5, 0.1), new double[4]).equalShares(2).temperatures());
    }

    @Test
    void pairsWithoutAttemptsOrRejectionsDoNoHarm() {
        Ladder start = Ladder.geometricToPrior(5, 0.1);
        Ladder next = new Barrier(start, new double[] {0, Double.NaN, 0, 1}).equalShares(5);
        assertEquals(5, next.rungs());
        Ladder even = new Barrier(start, new double[4]).equalShares(5);
        for (int k = 1; k < 4; k++) {
            assertEquals(start.temperatures().get(k), even.temperatures().get(k), 1e-9 * even.temperatures().get(k));
        }
    }

    /** At precision p the barrier grows with log p: by n / p of its slope for every unit of beta. */
    @Test
    void theLocalBarrierIsTheDerivative() {
        int d = 30;
        Ladder ladder = Ladder.geometricToPrior(200, 1e-4);
        double[] local = new Barrier(ladder, exact(ladder, d)).local();
        double slope = 2 * FDistribution.of(d, d).density(1);
        for (int k = 0; k < 199; k += 10) {
            assertEquals(slope * N / precision(ladder, k), local[k], 0.02 * slope * N / precision(ladder, k), "rung " + k);
        }
    }

    private static double spread(double[] values) {
        return Arrays.stream(values).max().orElseThrow() - Arrays.stream(values).min().orElseThrow();
    }
}
