package kelvin.cli;

import java.util.Arrays;
import java.util.Locale;

import kelvin.report.Verdict;
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
 * @param swaps the same for a verdict
 */
record Travel(long[] roundTrips, long[] restarts, double rate, double expectedRate, double efficiency,
        Verdict.Swaps swaps) {
    /** Of a run with more than one rung. */
    static Travel of(RunResults results, Barrier barrier) {
        int pairs = barrier.rejection().length;
        // the first pair's rounds and the second's are all there are
        long rounds = results.swapAttempts()[0] + (pairs > 1 ? results.swapAttempts()[1] : 0);
        long trips = Arrays.stream(results.roundTrips()).sum();
        double allowed = barrier.roundTripRate() * rounds * results.roundTrips().length;
        double lowest = Arrays.stream(barrier.rejection()).map(r -> 1 - r).filter(a -> !Double.isNaN(a)).min()
                .orElse(Double.NaN);
        return new Travel(results.roundTrips(), results.restarts(),
                (double) trips / (rounds * results.roundTrips().length),
                barrier.roundTripRate(), trips / allowed, new Verdict.Swaps(lowest, trips, allowed));
    }

    /** A line for people; one more where it is the explorer that keeps replicas from travelling. */
    String text() {
        String share = swaps.allowed() >= 1 ? String.format(Locale.ROOT, ", %.0f%% of what these swaps would allow",
                100 * efficiency) : ", where these swaps would allow less than one";
        return String.format(Locale.ROOT, "round trips: %d%s (%.2g of %.2g a swap round and ladder); %d restarts of the cold "
                + "rung%n", swaps.roundTrips(), share, rate, expectedRate,
                Arrays.stream(restarts).sum()) + (swaps.heldByExplorer() ? "  " + Verdict.Swaps.ofHeld() + "\n" : "");
    }
}
