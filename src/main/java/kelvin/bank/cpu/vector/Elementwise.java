package kelvin.bank.cpu.vector;

import static kelvin.bank.cpu.vector.VectorArithmetic.SPECIES;
import static kelvin.bank.cpu.vector.VectorArithmetic.WIDTH;
import static kelvin.bank.cpu.vector.VectorElementary.of;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import kelvin.bank.cpu.Elementary;

/**
 * Elementary functions over arrays, for the likelihoods: short loops, which the launcher keeps C2 from joining, because
 * a long one makes it allocate every vector.
 */
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

    /** exp is taken twice, as cheap as keeping it. */
    static void logistic(float[] z, int at, int n, float[] softplus) {
        decays(z, at, n, softplus);
        addLogOfOnePlus(z, at, n, softplus);
        sigmoids(z, at, n);
    }

    /** exp(-|z|) into t. */
    private static void decays(float[] z, int at, int n, float[] t) {
        for (int i = 0; i < n; i += WIDTH) {
            VectorElementary.exp(FloatVector.fromArray(SPECIES, z, at + i).abs().neg()).intoArray(t, i);
        }
    }

    /** max(z, 0) + log(1 + t) in place of t. */
    private static void addLogOfOnePlus(float[] z, int at, int n, float[] t) {
        for (int i = 0; i < n; i += WIDTH) {
            FloatVector x = FloatVector.fromArray(SPECIES, z, at + i);
            FloatVector u = FloatVector.fromArray(SPECIES, t, i);
            VectorMask<Float> high = u.compare(VectorOperators.GT, of(Elementary.SQRT_2_MINUS_1));
            FloatVector log = VectorElementary.logOfOnePlus(u.blend(u.fma(of(0.5f), of(-0.5f)), high),
                    of(0).blend(of(1), high));
            x.blend(of(0), x.compare(VectorOperators.LT, of(0))).add(log).intoArray(t, i);
        }
    }

    /** 1 / (1 + exp(-z)) in place of z. */
    private static void sigmoids(float[] z, int at, int n) {
        for (int i = at; i < at + n; i += WIDTH) {
            FloatVector x = FloatVector.fromArray(SPECIES, z, i);
            FloatVector t = VectorElementary.exp(x.abs().neg());
            of(1).blend(t, x.compare(VectorOperators.LT, of(0))).div(of(1).add(t)).intoArray(z, i);
        }
    }
}
