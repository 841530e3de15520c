package kelvin.cli;

import java.util.Arrays;
import java.util.Locale;

import kelvin.store.RunResults;
import kelvin.tempering.Barrier;

/**
 * How replicas travelled between the cold rung and the hottest.
 *
 * @param roundTrips completed by each ladder [M]
 * @param restarts arrivals at the cold rung from the hottest, of each ladder [M]
 * @param rate round trips a swap round and ladder
 * @param expectedRate what it would be if replicas forgot their energy between swap rounds
 * @param efficiency rate over expected rate: how much of what the ladder could carry it carries
 */
record Travel(long[] roundTrips, long[] restarts, double rate, double expectedRate, double efficiency) {
    /** Of a run with more than one rung. */
    static Travel of(RunResults results, Barrier barrier) {
        int pairs = barrier.rejection().length;
        // the first pair's rounds and the second's are all there are
        long rounds = results.swapAttempts()[0] + (pairs > 1 ? results.swapAttempts()[1] : 0);
        double rate = (double) Arrays.stream(results.roundTrips()).sum() / results.roundTrips().length / rounds;
        return new Travel(results.roundTrips(), results.restarts(), rate, barrier.roundTripRate(),
                rate / barrier.roundTripRate());
    }

    /** Round trips of all ladders. */
    long trips() {
        return Arrays.stream(roundTrips).sum();
    }

    /** One line for people. */
    String text() {
        return String.format(Locale.ROOT, "%d round trips and %d restarts: %.2g round trips a swap round and ladder, %.0f%% of "
                + "the %.2g that these swaps could make%n", trips(), Arrays.stream(restarts).sum(),
                rate, 100 * efficiency, expectedRate);
    }
}
