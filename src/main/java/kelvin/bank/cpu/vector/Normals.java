package kelvin.bank.cpu.vector;

import static kelvin.bank.cpu.vector.VectorArithmetic.SPECIES;
import static kelvin.bank.cpu.vector.VectorArithmetic.WIDTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import kelvin.bank.cpu.Arithmetic;

/**
 * Standard normals a vector of Philox blocks at a time: {@link kelvin.random.Philox} and
 * {@link kelvin.random.Normal}, operation for operation. Every step goes over a whole batch of blocks in memory before
 * the next one, which keeps each method small enough for C2.
 */
final class Normals {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final IntVector LOW = IntVector.broadcast(INTS, 0xFFFF);
    private static final IntVector LANE_NUMBERS = IntVector.broadcast(INTS, 0).addIndex(1);

    private Normals() {
    }

    /**
     * Blocks first to first + 15, four normals each, as four runs of 16 from at on; meanwhile their words are there,
     * as bits.
     */
    static void batch(int first, int c1, int c2, int c3, int k0, int k1, float[] out, int at) {
        for (int lane = 0; lane < Arithmetic.LANES; lane += WIDTH) {
            philox(first + lane, c1, c2, c3, k0, k1, out, at + lane);
        }
        for (int lane = 0; lane < Arithmetic.LANES; lane += WIDTH) {
            for (int pair = 0; pair < 2; pair++) {
                radius(out, at + 2 * pair * Arithmetic.LANES + lane);
                angle(out, at + 2 * pair * Arithmetic.LANES + lane);
            }
        }
    }

    private static void philox(int block, int c1, int c2, int c3, int k0, int k1, float[] out, int at) {
        IntVector x = LANE_NUMBERS.add(block);
        IntVector y = IntVector.broadcast(INTS, c1);
        IntVector z = IntVector.broadcast(INTS, c2);
        IntVector w = IntVector.broadcast(INTS, c3);
        int a = k0;
        int b = k1;
        for (int round = 0; round < ROUNDS; round++) {
            IntVector high0 = high(x, MULTIPLIER_0);
            IntVector high1 = high(z, MULTIPLIER_1);
            IntVector low0 = x.mul(MULTIPLIER_0);
            IntVector low1 = z.mul(MULTIPLIER_1);
            x = high1.lanewise(VectorOperators.XOR, y).lanewise(VectorOperators.XOR, a);
            y = low1;
            z = high0.lanewise(VectorOperators.XOR, w).lanewise(VectorOperators.XOR, b);
            w = low0;
            a += WEYL_0;
            b += WEYL_1;
        }
        x.reinterpretAsFloats().intoArray(out, at);
        y.reinterpretAsFloats().intoArray(out, at + Arithmetic.LANES);
        z.reinterpretAsFloats().intoArray(out, at + 2 * Arithmetic.LANES);
        w.reinterpretAsFloats().intoArray(out, at + 3 * Arithmetic.LANES);
    }

    /** The upper 32 bits of the unsigned product, from four products of 16-bit halves: exact at every vector width. */
    private static IntVector high(IntVector a, int m) {
        IntVector al = a.and(LOW);
        IntVector ah = a.lanewise(VectorOperators.LSHR, 16);
        IntVector t = ah.mul(m & 0xFFFF).add(al.mul(m & 0xFFFF).lanewise(VectorOperators.LSHR, 16));
        IntVector u = al.mul(m >>> 16).add(t.and(LOW));
        return ah.mul(m >>> 16).add(t.lanewise(VectorOperators.LSHR, 16)).add(u.lanewise(VectorOperators.LSHR, 16));
    }

    /** The square root of {@link kelvin.random.Normal#minusTwoLog}. */
    private static void radius(float[] out, int at) {
        IntVector word = FloatVector.fromArray(SPECIES, out, at).reinterpretAsInts();
        // halves convert exactly and their fused sum is rounded once, as a direct conversion would be
        FloatVector unsigned = toFloat(word.lanewise(VectorOperators.LSHR, 16)).fma(of(65536), toFloat(word.and(LOW)));
        FloatVector u = unsigned.fma(of(0x1.0p-32f), of(0x1.0p-33f));
        IntVector bits = u.reinterpretAsInts();
        IntVector e = bits.sub(0x3F3504F3).and(0xFF800000).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(of(1));
        FloatVector exponent = toFloat(e);
        FloatVector square = f.mul(f);
        FloatVector p = of(7.0376836292e-2f);
        p = p.fma(f, of(-1.1514610310e-1f));
        p = p.fma(f, of(1.1676998740e-1f));
        p = p.fma(f, of(-1.2420140846e-1f));
        p = p.fma(f, of(1.4249322787e-1f));
        p = p.fma(f, of(-1.6668057665e-1f));
        p = p.fma(f, of(2.0000714765e-1f));
        p = p.fma(f, of(-2.4999993993e-1f));
        p = p.fma(f, of(3.3333331174e-1f));
        FloatVector r = p.mul(f).mul(square);
        r = exponent.fma(of(-2.12194440e-4f), r);
        r = square.fma(of(-0.5f), r).add(f);
        r = exponent.fma(of(0.693359375f), r);
        r.mul(of(-2)).lanewise(VectorOperators.SQRT).intoArray(out, at);
    }

    /** Multiplies the radius at out[at] by {@link kelvin.random.Normal}'s cosine and, 16 places on, by its sine. */
    private static void angle(float[] out, int at) {
        IntVector word = FloatVector.fromArray(SPECIES, out, at + Arithmetic.LANES).reinterpretAsInts();
        IntVector quadrant = word.add(0x20000000).lanewise(VectorOperators.LSHR, 30);
        FloatVector x = toFloat(word.sub(quadrant.lanewise(VectorOperators.LSHL, 30))).mul(of(1.4629180792671596e-9f));
        FloatVector z = x.mul(x);
        FloatVector s = z.fma(of(-1.9515295891e-4f), of(8.3321608736e-3f)).fma(z, of(-1.6666654611e-1f));
        s = s.mul(z).fma(x, x);
        FloatVector c = z.fma(of(2.443315711809948e-5f), of(-1.388731625493765e-3f))
                .fma(z, of(4.166664568298827e-2f));
        c = c.mul(z).fma(z, z.fma(of(-0.5f), of(1)));
        // in odd quadrants sine and cosine change places
        IntVector sine = s.reinterpretAsInts();
        IntVector cosine = c.reinterpretAsInts();
        IntVector change = quadrant.lanewise(VectorOperators.LSHL, 31).lanewise(VectorOperators.ASHR, 31)
                .and(sine.lanewise(VectorOperators.XOR, cosine));
        // signs as bits: a sine is negative in quadrants 2 and 3, a cosine in 1 and 2
        IntVector sineSign = quadrant.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, 31);
        IntVector cosineSign = quadrant.add(1).lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, 31);
        FloatVector radius = FloatVector.fromArray(SPECIES, out, at);
        cosine.lanewise(VectorOperators.XOR, change).lanewise(VectorOperators.XOR, cosineSign).reinterpretAsFloats()
                .mul(radius).intoArray(out, at);
        sine.lanewise(VectorOperators.XOR, change).lanewise(VectorOperators.XOR, sineSign).reinterpretAsFloats()
                .mul(radius).intoArray(out, at + Arithmetic.LANES);
    }

    private static FloatVector toFloat(IntVector v) {
        return (FloatVector) v.convert(VectorOperators.I2F, 0);
    }

    private static FloatVector of(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
