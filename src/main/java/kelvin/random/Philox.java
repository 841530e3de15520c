package kelvin.random;

/**
 * Philox4x32-10, a counter-based generator: four 32-bit words out of a 128-bit counter and a 64-bit key.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3;
 * constants and known answers from Random123.
 */
public final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long WORD = 0xFFFFFFFFL;

    private Philox() {
    }

    /**
     * Writes the four words of one counter.
     *
     * @param c0 counter word 0 (least significant); likewise c1 to c3
     * @param k0 key word 0 (least significant); likewise k1
     * @param out receives four words at indices 0 to 3
     */
    public static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
        int x = c0;
        int y = c1;
        int z = c2;
        int w = c3;
        int a = k0;
        int b = k1;
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = MULTIPLIER_0 * (x & WORD);
            long p1 = MULTIPLIER_1 * (z & WORD);
            x = (int) (p1 >>> 32) ^ y ^ a;
            y = (int) p1;
            z = (int) (p0 >>> 32) ^ w ^ b;
            w = (int) p0;
            a += WEYL_0;
            b += WEYL_1;
        }
        out[0] = x;
        out[1] = y;
        out[2] = z;
        out[3] = w;
    }
}
