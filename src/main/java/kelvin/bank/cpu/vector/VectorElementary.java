package kelvin.bank.cpu.vector;

import static kelvin.bank.cpu.vector.VectorArithmetic.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import kelvin.bank.cpu.Elementary;

/** {@link Elementary}, operation for operation. */
final class VectorElementary {
    private VectorElementary() {
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector c = clamp(x, Elementary.TANH_LIMIT);
        FloatVector z = c.mul(c);
        FloatVector p = of(Elementary.TANH_P13);
        p = p.fma(z, of(Elementary.TANH_P11));
        p = p.fma(z, of(Elementary.TANH_P9));
        p = p.fma(z, of(Elementary.TANH_P7));
        p = p.fma(z, of(Elementary.TANH_P5));
        p = p.fma(z, of(Elementary.TANH_P3));
        p = p.fma(z, of(Elementary.TANH_P1));
        FloatVector q = of(Elementary.TANH_Q6);
        q = q.fma(z, of(Elementary.TANH_Q4));
        q = q.fma(z, of(Elementary.TANH_Q2));
        q = q.fma(z, of(Elementary.TANH_Q0));
        return c.mul(p).div(q);
    }

    static FloatVector exp(FloatVector x) {
        FloatVector c = clamp(x, Elementary.EXP_LIMIT);
        FloatVector shifted = c.fma(of(Elementary.LOG2_E), of(Elementary.ROUND));
        FloatVector n = shifted.sub(of(Elementary.ROUND));
        FloatVector r = n.fma(of(-Elementary.LN2_HIGH), c);
        r = n.fma(of(-Elementary.LN2_LOW), r);
        FloatVector p = of(Elementary.EXP_P7);
        p = p.fma(r, of(Elementary.EXP_P6));
        p = p.fma(r, of(Elementary.EXP_P5));
        p = p.fma(r, of(Elementary.EXP_P4));
        p = p.fma(r, of(Elementary.EXP_P3));
        p = p.fma(r, of(Elementary.EXP_P2));
        FloatVector y = p.fma(r.mul(r), r).add(of(1));
        return y.reinterpretAsInts().add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats();
    }

    static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector e = bits.sub(Elementary.SQRT_HALF_BITS).and(Elementary.EXPONENT_BITS)
                .lanewise(VectorOperators.ASHR, 23);
        FloatVector m = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
        return logOfOnePlus(m.sub(of(1)), (FloatVector) e.convert(VectorOperators.I2F, 0)).add(x.sub(x));
    }

    static FloatVector logOfOnePlus(FloatVector f, FloatVector e) {
        FloatVector square = f.mul(f);
        FloatVector p = of(Elementary.LOG_P11).fma(f, of(Elementary.LOG_P10));
        p = p.fma(f, of(Elementary.LOG_P9));
        p = p.fma(f, of(Elementary.LOG_P8));
        p = p.fma(f, of(Elementary.LOG_P7));
        p = p.fma(f, of(Elementary.LOG_P6));
        p = p.fma(f, of(Elementary.LOG_P5));
        p = p.fma(f, of(Elementary.LOG_P4));
        p = p.fma(f, of(Elementary.LOG_P3));
        FloatVector r = p.mul(f).mul(square);
        r = e.fma(of(Elementary.LN2_LOW), r);
        r = square.fma(of(-0.5f), r);
        r = r.add(f);
        return e.fma(of(Elementary.LN2_HIGH), r);
    }

    private static FloatVector clamp(FloatVector x, float limit) {
        FloatVector high = of(limit);
        FloatVector c = x.blend(high, x.compare(VectorOperators.GT, high));
        FloatVector low = of(-limit);
        return c.blend(low, c.compare(VectorOperators.LT, low));
    }

    static FloatVector of(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
