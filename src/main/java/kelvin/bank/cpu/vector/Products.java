package kelvin.bank.cpu.vector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static kelvin.bank.cpu.Arithmetic.ROW_TILE;
import static kelvin.bank.cpu.vector.VectorArithmetic.WIDTH;
import static kelvin.bank.cpu.vector.VectorArithmetic.SPECIES;

import jdk.incubator.vector.FloatVector;

import kelvin.bank.cpu.LinearMap;

/**
 * The matrix products, as register tiles. Rows are lanes; a tile holds units times row vectors of accumulators in
 * registers for the whole sum, so that a step of the sum costs one load per row vector and one broadcast per unit.
 * C2 keeps vectors in registers only as local variables of one method: hence no arrays and no inner methods.
 * Few integers live in the inner loop, because C2 spills what does not fit into vector registers: measured 0.84 of the
 * multiply-add peak with spills, 0.95 with -XX:-UseFPUForSpilling, which forbids them (Zen 4, Java 17 and 25).
 */
final class Products {
    private static final int TWO = 2 * WIDTH;
    private static final int THREE = 3 * WIDTH;

    private Products() {
    }

    /**
     * What becomes of results before they are stored, while they are in registers: a pass of its own over relu's units
     * took 2 ns a vector, so takes 0.4 to 0.9 (64 units). Forwards C2 wants one expression for all, hence the least.
     */
    enum Finish {
        NONE(Float.NEGATIVE_INFINITY),
        /** 0 in place of negative results. */
        RELU(0),
        /** 0 where what is at the result's place is not positive. */
        WHERE_POSITIVE(Float.NEGATIVE_INFINITY);

        private final float least;

        Finish(float least) {
            this.least = least;
        }
    }

    /** {@link kelvin.bank.cpu.Arithmetic#product} and a finish. */
    static void tiles(Finish finish, float[] theta, LinearMap map, float[] in, int inAt, int inStride,
            float[] out, int outAt, int outStride) {
        if (VectorArithmetic.MANY_REGISTERS) {
            tiles4x4(finish, theta, map, in, inAt, inStride, out, outAt, outStride);
        } else {
            tiles4x2(finish, theta, map, in, inAt, inStride, out, outAt, outStride);
        }
        tiles1x4(finish, theta, map, map.units() & -4, in, inAt, inStride, out, outAt, outStride);
    }

    /** Tiles of 4 units by 4 row vectors, 16 accumulators: for machines with 32 vector registers. */
    private static void tiles4x4(Finish finish, float[] theta, LinearMap map, float[] in, int inAt,
            int inStride, float[] out, int outAt, int outStride) {
        int depth = map.depth();
        int unitStep = map.unitStep();
        int back = map.depthStep() - 3 * unitStep;
        int bias = map.bias();
        FloatVector floor = broadcast(SPECIES, finish.least);
        FloatVector zero = FloatVector.zero(SPECIES);
        int units = map.units() & -4;
        for (int r = 0; r < ROW_TILE; r += 4 * WIDTH) {
            for (int u = 0; u < units; u += 4) {
                FloatVector a0 = broadcast(SPECIES, bias < 0 ? 0 : theta[bias + u]);
                FloatVector b0 = broadcast(SPECIES, bias < 0 ? 0 : theta[bias + u + 1]);
                FloatVector c0 = broadcast(SPECIES, bias < 0 ? 0 : theta[bias + u + 2]);
                FloatVector d0 = broadcast(SPECIES, bias < 0 ? 0 : theta[bias + u + 3]);
                FloatVector a1 = a0;
                FloatVector a2 = a0;
                FloatVector a3 = a0;
                FloatVector b1 = b0;
                FloatVector b2 = b0;
                FloatVector b3 = b0;
                FloatVector c1 = c0;
                FloatVector c2 = c0;
                FloatVector c3 = c0;
                FloatVector d1 = d0;
                FloatVector d2 = d0;
                FloatVector d3 = d0;
                int w = map.at() + u * unitStep;
                int x = inAt + r;
                int end = x + depth * inStride;
                for (; x < end; x += inStride) {
                    FloatVector x0 = fromArray(SPECIES, in, x);
                    FloatVector x1 = fromArray(SPECIES, in, x + WIDTH);
                    FloatVector x2 = fromArray(SPECIES, in, x + 2 * WIDTH);
                    FloatVector x3 = fromArray(SPECIES, in, x + 3 * WIDTH);
                    FloatVector v = broadcast(SPECIES, theta[w]);
                    a0 = v.fma(x0, a0);
                    a1 = v.fma(x1, a1);
                    a2 = v.fma(x2, a2);
                    a3 = v.fma(x3, a3);
                    w += unitStep;
                    v = broadcast(SPECIES, theta[w]);
                    b0 = v.fma(x0, b0);
                    b1 = v.fma(x1, b1);
                    b2 = v.fma(x2, b2);
                    b3 = v.fma(x3, b3);
                    w += unitStep;
                    v = broadcast(SPECIES, theta[w]);
                    c0 = v.fma(x0, c0);
                    c1 = v.fma(x1, c1);
                    c2 = v.fma(x2, c2);
                    c3 = v.fma(x3, c3);
                    w += unitStep;
                    v = broadcast(SPECIES, theta[w]);
                    d0 = v.fma(x0, d0);
                    d1 = v.fma(x1, d1);
                    d2 = v.fma(x2, d2);
                    d3 = v.fma(x3, d3);
                    w += back;
                }
                int o = outAt + u * outStride + r;
                if (finish == Finish.WHERE_POSITIVE) {
                    zero.blend(a0, fromArray(SPECIES, out, o).compare(GT, zero)).intoArray(out, o);
                    zero.blend(a1, fromArray(SPECIES, out, o + WIDTH).compare(GT, zero)).intoArray(out, o + WIDTH);
                    zero.blend(a2, fromArray(SPECIES, out, o + TWO).compare(GT, zero)).intoArray(out, o + TWO);
                    zero.blend(a3, fromArray(SPECIES, out, o + THREE).compare(GT, zero)).intoArray(out, o + THREE);
                    o += outStride;
                    zero.blend(b0, fromArray(SPECIES, out, o).compare(GT, zero)).intoArray(out, o);
                    zero.blend(b1, fromArray(SPECIES, out, o + WIDTH).compare(GT, zero)).intoArray(out, o + WIDTH);
                    zero.blend(b2, fromArray(SPECIES, out, o + TWO).compare(GT, zero)).intoArray(out, o + TWO);
                    zero.blend(b3, fromArray(SPECIES, out, o + THREE).compare(GT, zero)).intoArray(out, o + THREE);
                    o += outStride;
                    zero.blend(c0, fromArray(SPECIES, out, o).compare(GT, zero)).intoArray(out, o);
                    zero.blend(c1, fromArray(SPECIES, out, o + WIDTH).compare(GT, zero)).intoArray(out, o + WIDTH);
                    zero.blend(c2, fromArray(SPECIES, out, o + TWO).compare(GT, zero)).intoArray(out, o + TWO);
                    zero.blend(c3, fromArray(SPECIES, out, o + THREE).compare(GT, zero)).intoArray(out, o + THREE);
                    o += outStride;
                    zero.blend(d0, fromArray(SPECIES, out, o).compare(GT, zero)).intoArray(out, o);
                    zero.blend(d1, fromArray(SPECIES, out, o + WIDTH).compare(GT, zero)).intoArray(out, o + WIDTH);
                    zero.blend(d2, fromArray(SPECIES, out, o + TWO).compare(GT, zero)).intoArray(out, o + TWO);
                    zero.blend(d3, fromArray(SPECIES, out, o + THREE).compare(GT, zero)).intoArray(out, o + THREE);
                } else {
                    a0.max(floor).intoArray(out, o);
                    a1.max(floor).intoArray(out, o + WIDTH);
                    a2.max(floor).intoArray(out, o + TWO);
                    a3.max(floor).intoArray(out, o + THREE);
                    o += outStride;
                    b0.max(floor).intoArray(out, o);
                    b1.max(floor).intoArray(out, o + WIDTH);
                    b2.max(floor).intoArray(out, o + TWO);
                    b3.max(floor).intoArray(out, o + THREE);
                    o += outStride;
                    c0.max(floor).intoArray(out, o);
                    c1.max(floor).intoArray(out, o + WIDTH);
                    c2.max(floor).intoArray(out, o + TWO);
                    c3.max(floor).intoArray(out, o + THREE);
                    o += outStride;
                    d0.max(floor).intoArray(out, o);
                    d1.max(floor).intoArray(out, o + WIDTH);
                    d2.max(floor).intoArray(out, o + TWO);
                    d3.max(floor).intoArray(out, o + THREE);
                }
            }
        }
    }

    /** Tiles of 4 units by 2 row vectors, 8 accumulators: for machines with 16 vector registers. */
    private static void tiles4x2(Finish finish, float[] theta, LinearMap map, float[] in, int inAt,
            int inStride, float[] out, int outAt, int outStride) {
        int depth = map.depth();
        int unitStep = map.unitStep();
        int back = map.depthStep() - 3 * unitStep;
        int bias = map.bias();
        FloatVector floor = broadcast(SPECIES, finish.least);
        FloatVector zero = FloatVector.zero(SPECIES);
        int units = map.units() & -4;
        for (int r = 0; r < ROW_TILE; r += 2 * WIDTH) {
            for (int u = 0; u < units; u += 4) {
                FloatVector a0 = broadcast(SPECIES, bias < 0 ? 0 : theta[bias + u]);
                FloatVector b0 = broadcast(SPECIES, bias < 0 ? 0 : theta[bias + u + 1]);
                FloatVector c0 = broadcast(SPECIES, bias < 0 ? 0 : theta[bias + u + 2]);
                FloatVector d0 = broadcast(SPECIES, bias < 0 ? 0 : theta[bias + u + 3]);
                FloatVector a1 = a0;
                FloatVector b1 = b0;
                FloatVector c1 = c0;
                FloatVector d1 = d0;
                int w = map.at() + u * unitStep;
                int x = inAt + r;
                int end = x + depth * inStride;
                for (; x < end; x += inStride) {
                    FloatVector x0 = fromArray(SPECIES, in, x);
                    FloatVector x1 = fromArray(SPECIES, in, x + WIDTH);
                    FloatVector v = broadcast(SPECIES, theta[w]);
                    a0 = v.fma(x0, a0);
                    a1 = v.fma(x1, a1);
                    w += unitStep;
                    v = broadcast(SPECIES, theta[w]);
                    b0 = v.fma(x0, b0);
                    b1 = v.fma(x1, b1);
                    w += unitStep;
                    v = broadcast(SPECIES, theta[w]);
                    c0 = v.fma(x0, c0);
                    c1 = v.fma(x1, c1);
                    w += unitStep;
                    v = broadcast(SPECIES, theta[w]);
                    d0 = v.fma(x0, d0);
                    d1 = v.fma(x1, d1);
                    w += back;
                }
                int o = outAt + u * outStride + r;
                if (finish == Finish.WHERE_POSITIVE) {
                    zero.blend(a0, fromArray(SPECIES, out, o).compare(GT, zero)).intoArray(out, o);
                    zero.blend(a1, fromArray(SPECIES, out, o + WIDTH).compare(GT, zero)).intoArray(out, o + WIDTH);
                    o += outStride;
                    zero.blend(b0, fromArray(SPECIES, out, o).compare(GT, zero)).intoArray(out, o);
                    zero.blend(b1, fromArray(SPECIES, out, o + WIDTH).compare(GT, zero)).intoArray(out, o + WIDTH);
                    o += outStride;
                    zero.blend(c0, fromArray(SPECIES, out, o).compare(GT, zero)).intoArray(out, o);
                    zero.blend(c1, fromArray(SPECIES, out, o + WIDTH).compare(GT, zero)).intoArray(out, o + WIDTH);
                    o += outStride;
                    zero.blend(d0, fromArray(SPECIES, out, o).compare(GT, zero)).intoArray(out, o);
                    zero.blend(d1, fromArray(SPECIES, out, o + WIDTH).compare(GT, zero)).intoArray(out, o + WIDTH);
                } else {
                    a0.max(floor).intoArray(out, o);
                    a1.max(floor).intoArray(out, o + WIDTH);
                    o += outStride;
                    b0.max(floor).intoArray(out, o);
                    b1.max(floor).intoArray(out, o + WIDTH);
                    o += outStride;
                    c0.max(floor).intoArray(out, o);
                    c1.max(floor).intoArray(out, o + WIDTH);
                    o += outStride;
                    d0.max(floor).intoArray(out, o);
                    d1.max(floor).intoArray(out, o + WIDTH);
                }
            }
        }
    }

    /** The units from first on, one by one: four row vectors of accumulators. */
    private static void tiles1x4(Finish finish, float[] theta, LinearMap map, int first, float[] in,
            int inAt, int inStride, float[] out, int outAt, int outStride) {
        int depth = map.depth();
        int depthStep = map.depthStep();
        int bias = map.bias();
        FloatVector floor = broadcast(SPECIES, finish.least);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int u = first; u < map.units(); u++) {
            for (int r = 0; r < ROW_TILE; r += 4 * WIDTH) {
                FloatVector a0 = broadcast(SPECIES, bias < 0 ? 0 : theta[bias + u]);
                FloatVector a1 = a0;
                FloatVector a2 = a0;
                FloatVector a3 = a0;
                int w = map.at() + u * map.unitStep();
                int x = inAt + r;
                for (int k = 0; k < depth; k++) {
                    FloatVector v = broadcast(SPECIES, theta[w]);
                    a0 = v.fma(fromArray(SPECIES, in, x), a0);
                    a1 = v.fma(fromArray(SPECIES, in, x + WIDTH), a1);
                    a2 = v.fma(fromArray(SPECIES, in, x + 2 * WIDTH), a2);
                    a3 = v.fma(fromArray(SPECIES, in, x + 3 * WIDTH), a3);
                    w += depthStep;
                    x += inStride;
                }
                int o = outAt + u * outStride + r;
                if (finish == Finish.WHERE_POSITIVE) {
                    zero.blend(a0, fromArray(SPECIES, out, o).compare(GT, zero)).intoArray(out, o);
                    zero.blend(a1, fromArray(SPECIES, out, o + WIDTH).compare(GT, zero)).intoArray(out, o + WIDTH);
                    zero.blend(a2, fromArray(SPECIES, out, o + TWO).compare(GT, zero)).intoArray(out, o + TWO);
                    zero.blend(a3, fromArray(SPECIES, out, o + THREE).compare(GT, zero)).intoArray(out, o + THREE);
                } else {
                    a0.max(floor).intoArray(out, o);
                    a1.max(floor).intoArray(out, o + WIDTH);
                    a2.max(floor).intoArray(out, o + TWO);
                    a3.max(floor).intoArray(out, o + THREE);
                }
            }
        }
    }
}
