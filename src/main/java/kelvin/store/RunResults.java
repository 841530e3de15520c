package kelvin.store;

import java.util.Map;

import kelvin.tempering.Ladder;

/**
 * Statistics of the whole sampling phase, known at its end.
 *
 * @param ladder its temperatures, K of them
 * @param stepSize [M][K]
 * @param acceptance mean acceptance probability of the explorer [M][K]
 * @param notFinite proposals with NaN or infinite energy [M][K]
 * @param swapRejection mean of 1 - acceptance probability over attempts, pair (k, k+1) [M][K-1]; NaN without attempts
 * @param swapAttempts [M][K-1]
 * @param swapsAccepted [M][K-1]
 * @param roundTrips completed round trips of each ladder [M]
 * @param restarts arrivals at the cold rung of replicas that came from the hottest, of each ladder [M]
 * @param leapfrogSteps gradients of an iteration of the explorer, without jitter [M][K]
 * @param evidence scalars about the log evidence by name, nats; empty off the likelihood path
 * @param timing where the time went
 */
public record RunResults(Ladder ladder, double[] stepSize, double[] acceptance, long[] notFinite,
        double[] swapRejection, long[] swapAttempts, long[] swapsAccepted, long[] roundTrips, long[] restarts,
        long[] leapfrogSteps, Map<String, Double> evidence, Timing timing) {
    /** Swap rejections as means over the attempts of all ladders [K-1]; NaN where none was tried. */
    public double[] meanSwapRejection() {
        double[] means = new double[ladder.rungs() - 1];
        for (int k = 0; k < means.length; k++) {
            double rejected = 0;
            long attempts = 0;
            for (int pair = k; pair < swapAttempts.length; pair += means.length) {
                if (swapAttempts[pair] > 0) {
                    rejected += swapRejection[pair] * swapAttempts[pair];
                    attempts += swapAttempts[pair];
                }
            }
            means[k] = attempts == 0 ? Double.NaN : rejected / attempts;
        }
        return means;
    }
}
