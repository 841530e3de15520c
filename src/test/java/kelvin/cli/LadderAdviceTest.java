package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import kelvin.tempering.Barrier;
import kelvin.tempering.Ladder;
import kelvin.tempering.Path;

class LadderAdviceTest {
    @Test
    void theOriginalsNetworkTakes79RungsToT4() {
        double barrier = LadderAdvice.barrierOfNormal(4929, 4);
        assertEquals(38.83, barrier, 0.01);
        assertEquals(79, Barrier.rungs(barrier));
    }

    @Test
    void aLadderThatSwapsIsLeftInPeace() {
        Ladder ladder = Ladder.geometric(Path.POSTERIOR, 3, 2);
        assertEquals(Optional.empty(), advice(ladder, 100, 0.5, 0.2));
        assertEquals(Optional.empty(), advice(ladder, 100, 0.5, Double.NaN));
        assertEquals(Optional.empty(), advice(new Ladder(Path.POSTERIOR, List.of(1.0)), 100));
    }

    @Test
    void withoutAnySwapTheNumberOfParametersTells() {
        Ladder ladder = Ladder.linear(Path.POSTERIOR, 2, 4);
        assertEquals("the ladder is too coarse: swaps between rungs 0 and 1 are accepted with probability 0.0; "
                + "about 79 rungs would do", advice(ladder, 4929, 0).orElseThrow());
    }

    @Test
    void onTheLikelihoodPathThatIsABoundAlone() {
        Ladder ladder = Ladder.geometricToPrior(2, 0.1);
        assertEquals("the ladder is too coarse: swaps between rungs 0 and 1 are accepted with probability 0.0; "
                + "at least 9 rungs would do",
                advice(ladder, 4929, 0).orElseThrow());
    }

    /**
     * Two rungs of 200 standard normal parameters at T = 1 and T = 2 have a barrier of 3.9, which the acceptance of
     * their swaps tells, where the rejection says only 1.
     */
    @Test
    void theBarrierIsReadFromTheAcceptanceOfDistantRungs() {
        int d = 200;
        Random random = new Random(4);
        int swaps = 2_000_000;
        double acceptance = 0;
        for (int i = 0; i < swaps; i++) {
            double cold = energy(random, d);
            double hot = 2 * energy(random, d);
            acceptance += Math.exp(Math.min(0, 0.5 * (cold - hot))) / swaps;
        }
        String word = advice(Ladder.linear(Path.POSTERIOR, 2, 2), d, acceptance).orElseThrow();
        long told = Long.parseLong(word.replaceFirst(".*about (\\d+) rungs.*", "$1"));
        long right = Barrier.rungs(LadderAdvice.barrierOfNormal(d, 2));
        assertEquals(9, right);
        assertTrue(Math.abs(told - right) <= 1, word);
        assertEquals(3, Barrier.rungs(1 - acceptance));
    }

    @Test
    void rungsThatAreBadlySpreadCallForAnAdaptiveLadder() {
        String word = advice(Ladder.geometricToPrior(6, 0.1), 100, 0.9, 0.9, 0.9, 0.9, 0.0001).orElseThrow();
        assertTrue(word.endsWith("about 9 rungs would do, spread by --ladder adaptive in a longer --warmup"), word);
    }

    private static Optional<String> advice(Ladder ladder, int parameters, double... acceptance) {
        return LadderAdvice.of(new Barrier(ladder, Arrays.stream(acceptance).map(a -> 1 - a).toArray()), parameters);
    }

    /** Half a chi-squared variable of d degrees of freedom, by the Wilson-Hilferty approximation. */
    private static double energy(Random random, int d) {
        double c = 2.0 / (9 * d);
        double root = 1 - c + Math.sqrt(c) * random.nextGaussian();
        return 0.5 * d * root * root * root;
    }
}
