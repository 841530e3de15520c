package kelvin.bench;

/**
 * What every rank of a simulated run does.
 *
 * @param parameters d of the network
 * @param rungs K of a ladder
 * @param rungsPerRank of a rank's block, at least 1
 * @param explore seconds of one iteration of all slots of a rank, the median
 * @param jitter standard deviation of the logarithm of that time, from iteration to iteration
 * @param stragglers share of the ranks that are always slower
 * @param slowness by which factor those are slower, at least 1
 * @param swapAcceptance share of accepted swaps across ranks
 * @param swapEvery iterations between swap rounds
 * @param decision seconds to decide whether two ranks swap
 * @param copy seconds to bring one byte of a state from the device to the network and back, on both sides together
 * @param count seconds that rank 0 takes to count one slot's iteration
 * @param thin iterations between cold draws, which go to rank 0
 */
public record Load(int parameters, int rungs, int rungsPerRank, double explore, double jitter, double stragglers,
        double slowness, double swapAcceptance, int swapEvery, double decision, double copy, double count, int thin) {
    /** Bytes of a replica's state: parameters and the gradient of the log-likelihood, float32. */
    double stateBytes() {
        return 8.0 * parameters;
    }
}
