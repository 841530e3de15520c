package kelvin.tempering;

/**
 * The non-reversible schedule (deterministic even-odd): swap round n tries pairs (0,1), (2,3), ... for even n and
 * (1,2), (3,4), ... for odd n. Source: Syed, Bouchard-Cote, Deligiannidis, Doucet, "Non-reversible parallel
 * tempering", JRSS B 84 (2022), algorithm 1.
 *
 * @param every a swap round is due after every so many iterations, at least 1
 * @param rungs number of rungs K of a ladder
 */
public record SwapSchedule(int every, int rungs) {
    /** Checks both. */
    public SwapSchedule {
        if (!(every >= 1)) {
            throw new IllegalArgumentException("swap-every: " + every + ", must be at least 1");
        }
        if (!(rungs >= 1)) {
            throw new IllegalArgumentException("rungs: " + rungs + ", must be at least 1");
        }
    }

    /** Whether a swap round follows this iteration. */
    public boolean dueAfter(long iteration) {
        return rungs > 1 && (iteration + 1) % every == 0;
    }

    /** Parity of the round after this iteration: 0 if the pairs are (0,1), (2,3), ..., 1 if (1,2), (3,4), .... */
    public int parityAfter(long iteration) {
        // With two rungs an odd round would have no pair; it is skipped, not counted.
        return rungs == 2 ? 0 : (int) (((iteration + 1) / every - 1) & 1);
    }

    /** Whether the pair (rung, rung + 1) is tried in the round after this iteration. */
    public boolean tries(long iteration, int rung) {
        return rung >= 0 && rung + 1 < rungs && dueAfter(iteration) && (rung & 1) == parityAfter(iteration);
    }
}
