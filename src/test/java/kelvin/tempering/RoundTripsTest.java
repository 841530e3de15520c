package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
