package kelvin.tempering;

/**
 * The warm-up as rounds of doubling length: the last is its second half, the one before half of the rest, and so on,
 * down to a first round of at least {@link #SHORTEST} iterations. Adaptation restarts with every round.
 */
public final class WarmupRounds {
    /** Shorter rounds than this adapt to noise. */
    public static final int SHORTEST = 32;

    private WarmupRounds() {
    }

    /** Whether a round begins at this iteration of the warm-up, 0 included. */
    public static boolean beginsAt(long iteration, long warmup) {
        return iteration < warmup && (iteration == 0 || endOf(iteration - 1, warmup) == iteration);
    }

    /** End (exclusive) of the round that holds this iteration of the warm-up. */
    public static long endOf(long iteration, long warmup) {
        long end = warmup;
        while (true) {
            long length = (end + 1) / 2;
            long start = length < SHORTEST ? 0 : end - length;
            if (start <= iteration) {
                return end;
            }
            end = start;
        }
    }
}
