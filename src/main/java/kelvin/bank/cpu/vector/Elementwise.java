package kelvin.bank.cpu.vector;

import static kelvin.bank.cpu.vector.VectorArithmetic.SPECIES;
import static kelvin.bank.cpu.vector.VectorArithmetic.WIDTH;
import static kelvin.bank.cpu.vector.VectorElementary.of;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import kelvin.bank.cpu.Elementary;

/** Elementary functions over arrays, for the likelihoods. */
final class Elementwise {
    private Elementwise() {
    }

    static void exponentials(float[] x, int at, int n) {
        for (int i = at; i < at + n; i += WIDTH) {
            VectorElementary.exp(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
        }
    }

    static void logarithms(float[] x, int at, int n) {
        for (int i = at; i < at + n; i += WIDTH) {
            VectorElementary.log(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
        }
    }

    static void logistic(float[] z, int at, int n, float[] softplus) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector one = of(1);
        for (int i = 0; i < n; i += WIDTH) {
            FloatVector x = FloatVector.fromArray(SPECIES, z, at + i);
            FloatVector t = VectorElementary.exp(x.abs().neg());
            VectorMask<Float> high = t.compare(VectorOperators.GT, of(Elementary.SQRT_2_MINUS_1));
            FloatVector f = t.blend(t.fma(of(0.5f), of(-0.5f)), high);
            FloatVector log = VectorElementary.logOfOnePlus(f, zero.blend(one, high));
            VectorMask<Float> negative = x.compare(VectorOperators.LT, zero);
            x.blend(zero, negative).add(log).intoArray(softplus, i);
            one.blend(t, negative).div(one.add(t)).intoArray(z, at + i);
        }
    }
}
