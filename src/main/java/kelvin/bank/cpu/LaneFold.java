package kelvin.bank.cpu;

/** The end of every float32 sum over rows: 16 lanes become one number in a fixed tree. */
public final class LaneFold {
    private LaneFold() {
    }

    /**
     * Adds lane l to l + 8, then l to l + 4, l + 2, l + 1. Scalar code, 8 to 9 cycles a sum (Zen 4) under Java 17 and
     * 25. A tree of shuffles of the full width took 20 and 10; a second, narrower vector width 2 to 3 under Java 25 but
     * more than 20 under Java 17, where two widths can also keep C2 from compiling other vector code. Lanes moved by
     * loads 8, 4, 2 and 1 away take 6 alone, but no less than scalars behind the tiles that make the sums; folding
     * between the multiply-adds of the next tile made C2 spill them.
     *
     * @param sums [n][16] from an index on
     * @param out receives n values from at on
     * @param add whether they are added to what is there
     */
    public static void fold(float[] sums, int from, int n, float[] out, int at, boolean add) {
        for (int t = 0; t < n; t++) {
            int s = from + t * Arithmetic.LANES;
            float s0 = (sums[s] + sums[s + 8]) + (sums[s + 4] + sums[s + 12]);
            float s1 = (sums[s + 1] + sums[s + 9]) + (sums[s + 5] + sums[s + 13]);
            float s2 = (sums[s + 2] + sums[s + 10]) + (sums[s + 6] + sums[s + 14]);
            float s3 = (sums[s + 3] + sums[s + 11]) + (sums[s + 7] + sums[s + 15]);
            float sum = (s0 + s2) + (s1 + s3);
            out[at + t] = add ? out[at + t] + sum : sum;
        }
    }
}
