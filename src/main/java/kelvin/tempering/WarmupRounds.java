package kelvin.tempering;

/**
 * The warm-up as rounds: the last is its last quarter; before it each is twice as long as the one before, down to a first
 * round of at least {@link #SHORTEST} iterations. Adaptation restarts with every round.
 */
public final class WarmupRounds {
    /** Shorter rounds than this adapt to noise. */
    public static final int SHORTEST = 8;
    private static final int LAST_PART = 4;

    private WarmupRounds() {
    }

    /** Where the last round begins. */
    public static long lastBegins(long warmup) {
        return warmup - warmup / LAST_PART;
    }

    /** Whether a round begins at this iteration of the warm-up, 0 included. */
    public static boolean beginsAt(long iteration, long warmup) {
        return iteration < warmup && (iteration == 0 || endOf(iteration - 1, warmup) == iteration);
    }

    /** End (exclusive) of the round that holds this iteration of the warm-up. */
    public static long endOf(long iteration, long warmup) {
        long end = lastBegins(warmup);
        if (iteration >= end) {
            return warmup;
        }
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
