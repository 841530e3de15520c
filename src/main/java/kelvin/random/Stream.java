package kelvin.random;

/**
 * The random numbers of one (seed, purpose, slot, iteration), addressed by index.
 *
 * <p>Counter words: block number, purpose in the top 8 bits over the slot in the low 24, iteration low, iteration
 * high; the key is the seed. A block of four words gives four normals or two uniforms. The object holds scratch
 * space only, so that asking for numbers allocates nothing; it is for one thread at a time.
 */
public final class Stream {
    /** Slots (ladders times rungs) that a stream can tell apart. */
    public static final int MAX_SLOTS = 1 << 24;

    private static final double TWO_POW_MINUS_53 = 0x1.0p-53;

    private final int[] words = new int[4];
    private final int key0;
    private final int key1;
    private int purposeAndSlot;
    private long iteration;

    /** A stream of the given seed, standing at purpose INITIAL, slot 0, iteration 0. */
    public Stream(long seed) {
        key0 = (int) seed;
        key1 = (int) (seed >>> 32);
    }

    /**
     * Turns to the numbers of another purpose, slot and iteration.
     *
     * @param slot 0 to {@link #MAX_SLOTS} - 1
     * @return this
     */
    public Stream at(Purpose purpose, int slot, long iteration) {
        if (!(slot >= 0 && slot < MAX_SLOTS)) {
            throw new IllegalArgumentException("slot: " + slot + ", must be 0 to " + (MAX_SLOTS - 1));
        }
        this.purposeAndSlot = packed(purpose, slot);
        this.iteration = iteration;
        return this;
    }

    /** Counter word 1 of a purpose and slot, for implementations that make whole vectors of blocks. */
    public static int packed(Purpose purpose, int slot) {
        return purpose.ordinal() << 24 | slot;
    }

    /** A uniform number of 53 bits, strictly between 0 and 1. */
    public double uniform(int index) {
        block(index >>> 1);
        int high = words[(index & 1) * 2];
        int low = words[(index & 1) * 2 + 1];
        long bits = (high & 0xFFFFFFFFL) << 21 | low >>> 11;
        return (bits + 0.5) * TWO_POW_MINUS_53;
    }

    /**
     * Writes standard normals 0 to n - 1 of this stream.
     *
     * <p>Normal i is component (i / 16) % 4 of block 16 (i / 64) + i % 16, so that 16 lanes that each make one block
     * store their four components as four contiguous runs.
     *
     * @param out receives n values from offset on
     */
    public void normals(float[] out, int offset, int n) {
        for (int group = 0; group < n; group += 64) {
            for (int lane = 0; lane < 16 && group + lane < n; lane++) {
                block(group / 4 + lane);
                for (int pair = 0; pair < 2; pair++) {
                    float radius = (float) Math.sqrt(Normal.minusTwoLog(words[2 * pair]));
                    int i = group + 32 * pair + lane;
                    if (i < n) {
                        out[offset + i] = radius * Normal.cosine(words[2 * pair + 1]);
                    }
                    if (i + 16 < n) {
                        out[offset + i + 16] = radius * Normal.sine(words[2 * pair + 1]);
                    }
                }
            }
        }
    }

    private void block(int number) {
        Philox.block(number, purposeAndSlot, (int) iteration, (int) (iteration >>> 32), key0, key1, words);
    }
}
