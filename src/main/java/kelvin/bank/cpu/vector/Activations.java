package kelvin.bank.cpu.vector;

import static kelvin.bank.cpu.Arithmetic.ROW_TILE;
import static kelvin.bank.cpu.vector.VectorArithmetic.SPECIES;
import static kelvin.bank.cpu.vector.VectorArithmetic.WIDTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Activations of one unit over a tile of rows, forwards and backwards; relu is a finish of {@link Products}. */
final class Activations {
    private static final FloatVector ZERO = FloatVector.zero(SPECIES);
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);

    private Activations() {
    }

    static void tanh(float[] h, int at) {
        for (int i = at; i < at + ROW_TILE; i += WIDTH) {
            VectorElementary.tanh(FloatVector.fromArray(SPECIES, h, i)).intoArray(h, i);
        }
    }

    static void silu(float[] h, int at, float[] slopes) {
        for (int i = at; i < at + ROW_TILE; i += WIDTH) {
            FloatVector a = FloatVector.fromArray(SPECIES, h, i);
            FloatVector t = VectorElementary.exp(a.abs().neg());
            FloatVector s = ONE.blend(t, a.compare(VectorOperators.LT, ZERO)).div(ONE.add(t));
            a.mul(s).intoArray(h, i);
            s.mul(a.fma(ONE.sub(s), ONE)).intoArray(slopes, i);
        }
    }

    static void backTanh(float[] delta, int from, float[] h, int at) {
        for (int r = 0; r < ROW_TILE; r += WIDTH) {
            FloatVector d = FloatVector.fromArray(SPECIES, delta, from + r);
            FloatVector a = FloatVector.fromArray(SPECIES, h, at + r);
            d.mul(a.neg().fma(a, ONE)).intoArray(h, at + r);
        }
    }

    static void backSilu(float[] delta, int from, float[] h, int at, float[] slopes) {
        for (int r = 0; r < ROW_TILE; r += WIDTH) {
            FloatVector d = FloatVector.fromArray(SPECIES, delta, from + r);
            d.mul(FloatVector.fromArray(SPECIES, slopes, at + r)).intoArray(h, at + r);
        }
    }
}
