package kelvin.bank.cpu.vector;

import static kelvin.bank.cpu.vector.VectorArithmetic.SPECIES;
import static kelvin.bank.cpu.vector.VectorArithmetic.WIDTH;

import jdk.incubator.vector.FloatVector;

/** The processor's float32 limit: ten independent chains of fused multiply-adds, enough to hide their latency. */
final class Peak {
    private static final int CHAINS = 10;

    private Peak() {
    }

    static double multiplyAdds(int rounds) {
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector a = FloatVector.broadcast(SPECIES, 2);
        FloatVector b = FloatVector.broadcast(SPECIES, 3);
        FloatVector c = FloatVector.broadcast(SPECIES, 4);
        FloatVector d = FloatVector.broadcast(SPECIES, 5);
        FloatVector e = FloatVector.broadcast(SPECIES, 6);
        FloatVector f = FloatVector.broadcast(SPECIES, 7);
        FloatVector g = FloatVector.broadcast(SPECIES, 8);
        FloatVector h = FloatVector.broadcast(SPECIES, 9);
        FloatVector k = FloatVector.broadcast(SPECIES, 10);
        FloatVector l = FloatVector.broadcast(SPECIES, 11);
        for (int i = 0; i < rounds; i++) {
            a = a.fma(half, one);
            b = b.fma(half, one);
            c = c.fma(half, one);
            d = d.fma(half, one);
            e = e.fma(half, one);
            f = f.fma(half, one);
            g = g.fma(half, one);
            h = h.fma(half, one);
            k = k.fma(half, one);
            l = l.fma(half, one);
        }
        // all tend to 2; the sum keeps the compiler from leaving anything out
        float[] sums = new float[WIDTH];
        a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(k).add(l).intoArray(sums, 0);
        return sums[0] > 0 ? 2.0 * CHAINS * WIDTH * rounds : 0;
    }
}
