package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class RoundTripsTest {
    /**
     * When every swap is accepted under the even-odd schedule, a replica that leaves the cold rung climbs one rung a
     * round, waits one round at the top, and comes down: K rounds up and K down, so each of the K replicas returns
     * every 2K rounds (Syed et al. 2022, section 3.4).
     */
    @Test
    void certainSwapsGiveTheExactCount() {
        for (int rungs = 3; rungs <= 9; rungs++) {
            int cycles = 50;
            long expected = (long) cycles * rungs;
            assertEquals(expected, trips(rungs, 2L * rungs * (cycles + 2), 4L * rungs, false), rungs + " rungs");
        }
    }

    @Test
    void twoRungsMakeATripEveryRound() {
        // Rounds without a pair are skipped, so each of the two replicas goes up in one round and down in the next.
        assertEquals(100, trips(2, 200, 100, false));
    }

    @Test
    void frozenParityNeverMakesATrip() {
        assertEquals(0, trips(4, 1000, 0, true));
    }

    @Test
    void aReplicaThatStartedHotMustFirstVisitTheColdRung() {
        RoundTrips trips = new RoundTrips(2);
        trips.observe(0, 1);
        trips.observe(1, 0);
        assertEquals(0, trips.completed());
        trips.observe(0, 1);
        assertEquals(1, trips.completed());
    }

    /** Replicas that forget their energy: every swap is accepted with a probability of its pair alone. */
    @Test
    void bothSchedulesMakeTripsAtTheirClosedFormRates() {
        double[][] ladders = {{0.5, 0.5, 0.5, 0.5}, {0.1, 0.6, 0.3}, {0.2, 0.7, 0.4, 0.1, 0.5, 0.3}};
        for (double[] rejection : ladders) {
            double odds = Arrays.stream(rejection).map(r -> r / (1 - r)).sum();
            double evenOdd = new Barrier(Ladder.geometric(Path.POSTERIOR, rejection.length + 1, 2), rejection)
                    .roundTripRate();
            assertEquals(1 / (2 + 2 * odds), evenOdd);
            double reversible = 1 / (2 * rejection.length + 2 * odds);
            assertEquals(evenOdd, rate(rejection, false), 0.03 * evenOdd);
            assertEquals(reversible, rate(rejection, true), 0.03 * reversible);
            assertTrue(rate(rejection, true) < 0.9 * evenOdd, "the reversible schedule is noticed");
        }
        assertEquals(0.7, new Barrier(Ladder.geometric(Path.POSTERIOR, 2, 2), new double[] {0.3}).roundTripRate());
        assertEquals(0.7, rate(new double[] {0.3}, false), 0.01);
    }

    /** Round trips a round over 400,000 rounds; in the reversible schedule a coin chooses between even and odd pairs. */
    private static double rate(double[] rejection, boolean reversible) {
        int rungs = rejection.length + 1;
        SwapSchedule schedule = new SwapSchedule(1, rungs);
        Random random = new Random(6);
        int[] replica = IntStream.range(0, rungs).toArray();
        RoundTrips trips = new RoundTrips(rungs);
        int rounds = 400_000;
        for (long t = 0; t < rounds; t++) {
            long parity = reversible ? random.nextInt(2) : t;
            for (int k = 0; k + 1 < rungs; k++) {
                if (schedule.tries(parity, k) && random.nextDouble() >= rejection[k]) {
                    int colder = replica[k];
                    replica[k] = replica[k + 1];
                    replica[k + 1] = colder;
                }
            }
            trips.observe(replica[0], replica[rungs - 1]);
        }
        assertTrue(trips.restarts() - trips.completed() < rungs);
        return (double) trips.completed() / rounds;
    }

    @Test
    void resettingTheCountsKeepsTheWays() {
        RoundTrips trips = new RoundTrips(3);
        trips.observe(0, 1);
        trips.observe(2, 0);
        trips.resetCounts();
        trips.observe(0, 2);
        assertEquals(1, trips.completed());
        assertEquals(1, trips.restarts());
        trips.observe(1, 0);
        assertEquals(1, trips.completed(), "replica 1 had not been cold");
        assertEquals(2, trips.restarts());
    }

    /** Trips completed after the first `skip` rounds of always accepted swaps. */
    private static long trips(int rungs, long rounds, long skip, boolean frozen) {
        SwapSchedule schedule = new SwapSchedule(1, rungs);
        int[] replica = new int[rungs];
        for (int k = 0; k < rungs; k++) {
            replica[k] = k;
        }
        RoundTrips trips = new RoundTrips(rungs);
        long before = 0;
        for (long t = 0; t < rounds; t++) {
            trips.observe(replica[0], replica[rungs - 1]);
            if (t == skip) {
                before = trips.completed();
            }
            for (int k = 0; k + 1 < rungs; k++) {
                if (schedule.tries(frozen ? 0 : t, k)) {
                    int colder = replica[k];
                    replica[k] = replica[k + 1];
                    replica[k + 1] = colder;
                }
            }
        }
        trips.observe(replica[0], replica[rungs - 1]);
        return trips.completed() - before;
    }
}
