package kelvin.bank.cpu.vector;

import static kelvin.bank.cpu.Arithmetic.LANES;
import static kelvin.bank.cpu.vector.VectorArithmetic.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * {@link kelvin.bank.cpu.LaneFold} of 16 sums at a time into one vector, for vectors of 16 lanes. A pass adds lanes a
 * distance d apart and puts the results of two neighbouring sums into one vector: [A|B] after d = 8, [A|C|B|D] after 4,
 * so that after d = 1 sum number p is in the lane whose four bits are those of p reversed.
 *
 * <p>Lanes are moved by loads a distance d away, not by shuffles. Cycles a sum, Java 17 / 25 (Zen 4): 5.9 / 4.8 so,
 * 20 / 10 with shuffles, 8.3 with scalars, or 23 where C2 tries to vectorise these.
 */
final class LaneFolds {
    private static final VectorMask<Float> ODD_8 = odd(8);
    private static final VectorMask<Float> ODD_4 = odd(4);
    private static final VectorMask<Float> ODD_2 = odd(2);
    private static final VectorMask<Float> ODD_1 = odd(1);

    private LaneFolds() {
    }

    /** The lanes of every second run of d. */
    private static VectorMask<Float> odd(int d) {
        boolean[] bits = new boolean[SPECIES.length()];
        for (int lane = 0; lane < bits.length; lane++) {
            bits[lane] = (lane & d) != 0;
        }
        return VectorMask.fromArray(SPECIES, bits, 0);
    }

    /** Folds n sums, a multiple of 16, from sums[at] on to n values from there on. */
    static void fold(float[] sums, int at, int n) {
        halve(sums, at, n, 8, ODD_8);
        halve(sums, at, n / 2, 4, ODD_4);
        halve(sums, at, n / 4, 2, ODD_2);
        halve(sums, at, n / 8, 1, ODD_1);
    }

    /** One pass over so many vectors, in place; what lies d before the end of a pair is read from its first vector. */
    private static void halve(float[] sums, int at, int vectors, int d, VectorMask<Float> odd) {
        int to = at;
        for (int i = at; i < at + vectors * LANES; i += 2 * LANES) {
            FloatVector low = FloatVector.fromArray(SPECIES, sums, i)
                    .blend(FloatVector.fromArray(SPECIES, sums, i + LANES), odd);
            FloatVector high = FloatVector.fromArray(SPECIES, sums, i + d)
                    .blend(FloatVector.fromArray(SPECIES, sums, i + LANES - d), odd);
            low.add(high).intoArray(sums, to);
            to += LANES;
        }
    }
}
