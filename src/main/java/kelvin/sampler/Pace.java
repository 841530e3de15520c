package kelvin.sampler;

/**
 * How many iterations one call of the bank covers at most: about a second's worth, so that a rank gives signs of life
 * however slow its problem is. No draw depends on how iterations are cut into calls.
 */
final class Pace {
    private static final long SECOND = 1_000_000_000L;

    private int most = 1;

    int most() {
        return most;
    }

    /** Takes in how long a call took. */
    void took(int iterations, long nanos) {
        if (nanos > SECOND) {
            most = Math.max(1, iterations / 2);
        } else if (iterations == most && nanos < SECOND / 4) {
            most *= 2;
        }
    }
}
