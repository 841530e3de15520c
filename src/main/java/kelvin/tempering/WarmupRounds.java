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

    /** Whether a round begins at this iteration, 0 included. */
    public static boolean beginsAt(long iteration, long warmup) {
        long start = warmup;
        while (start > 0) {
            long length = (start + 1) / 2;
            start = length < SHORTEST ? 0 : start - length;
            if (start == iteration) {
                return true;
            }
        }
        return false;
    }
}
