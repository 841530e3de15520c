package kelvin.bank.cpu.vector;

import static kelvin.bank.cpu.Arithmetic.ALIGNED;
import static kelvin.bank.cpu.vector.VectorArithmetic.WIDTH;
import static kelvin.bank.cpu.vector.VectorArithmetic.SPECIES;

import jdk.incubator.vector.FloatVector;

import kelvin.bank.cpu.Arithmetic;
import kelvin.bank.cpu.LaneFold;

/**
 * Sums over rows for the weights' gradient: register tiles over pairs of units, rows as lanes. Where the hardware has
 * fewer than 16 lanes, a tile goes over the rows once for every part of the 16 logical lanes.
 */
final class LaneProducts {
    private static final int STEP = Arithmetic.LANES;

    private LaneProducts() {
    }

    /** {@link Arithmetic#weightGradient}, a strip of four rows of a at a time. */
    static void weightGradient(float[] a, int aAt, int m, float[] b, int bAt, int n, int stride, int rows, float[] out,
            int at, boolean add, float[] sums) {
        for (int i = 0; i < m; i += 4) {
            int height = Math.min(4, m - i);
            int from = aAt + i * stride;
            if (height == 4) {
                strip(a, from, b, bAt, n, stride, rows, sums);
            } else {
                for (int k = 0; k < height; k += 2) {
                    int o = ALIGNED + k * n * STEP;
                    if (k + 1 < height) {
                        two(a, from + k * stride, b, bAt, n, stride, rows, sums, o);
                    } else {
                        one(a, from + k * stride, b, bAt, n, stride, rows, sums, o);
                    }
                }
            }
            LaneFold.fold(sums, ALIGNED, height * n, out, at + i * n, add);
        }
    }

    /** sums[0..3][0..n-1][lane] of four rows of a. */
    private static void strip(float[] a, int aAt, float[] b, int bAt, int n, int stride, int rows, float[] sums) {
        int next = n * STEP;
        int tiled = n & -4;
        for (int j = 0; j < tiled; j += 4) {
            int at = ALIGNED + j * STEP;
            if (VectorArithmetic.MANY_REGISTERS) {
                tile4x4(a, aAt, b, bAt + j * stride, stride, rows, sums, at, next);
            } else {
                tile2x4(a, aAt, b, bAt + j * stride, stride, rows, sums, at, next);
                tile2x4(a, aAt + 2 * stride, b, bAt + j * stride, stride, rows, sums, at + 2 * next, next);
            }
        }
        for (int j = tiled; j < n; j++) {
            tile1x4(b, bAt + j * stride, a, aAt, stride, rows, sums, ALIGNED + j * STEP, next);
        }
    }

    /** sums[0..1][0..n-1][lane] of two rows of a, from at on. */
    private static void two(float[] a, int aAt, float[] b, int bAt, int n, int stride, int rows, float[] sums, int at) {
        int tiled = n & -4;
        for (int j = 0; j < tiled; j += 4) {
            tile2x4(a, aAt, b, bAt + j * stride, stride, rows, sums, at + j * STEP, n * STEP);
        }
        single(a, aAt, b, bAt, tiled, n, stride, rows, sums, at);
        single(a, aAt + stride, b, bAt, tiled, n, stride, rows, sums, at + n * STEP);
    }

    /** sums[0..n-1][lane] of one row of a, from at on. */
    private static void one(float[] a, int aAt, float[] b, int bAt, int n, int stride, int rows, float[] sums, int at) {
        int tiled = n & -4;
        for (int j = 0; j < tiled; j += 4) {
            tile1x4(a, aAt, b, bAt + j * stride, stride, rows, sums, at + j * STEP, STEP);
        }
        single(a, aAt, b, bAt, tiled, n, stride, rows, sums, at);
    }

    /** The sums of a row of a from column first on: the same product four times, too rare for a tile of its own. */
    private static void single(float[] a, int aAt, float[] b, int bAt, int first, int n, int stride, int rows,
            float[] sums, int at) {
        for (int j = first; j < n; j++) {
            tile1x4(a, aAt, b, bAt + j * stride, 0, rows, sums, at + j * STEP, 0);
        }
    }

    /** One tile of 4 by 4 accumulators: sums[0..3][0..3][lane] from at on, rows of them a distance next apart. */
    private static void tile4x4(float[] a, int aAt, float[] b, int bAt, int stride, int rows, float[] sums,
            int at, int next) {
        for (int part = 0; part < STEP; part += WIDTH) {
            FloatVector s00 = FloatVector.zero(SPECIES);
            FloatVector s01 = s00;
            FloatVector s02 = s00;
            FloatVector s03 = s00;
            FloatVector s10 = s00;
            FloatVector s11 = s00;
            FloatVector s12 = s00;
            FloatVector s13 = s00;
            FloatVector s20 = s00;
            FloatVector s21 = s00;
            FloatVector s22 = s00;
            FloatVector s23 = s00;
            FloatVector s30 = s00;
            FloatVector s31 = s00;
            FloatVector s32 = s00;
            FloatVector s33 = s00;
            int ia = aAt + part;
            int ib = bAt + part;
            for (int r = 0; r < rows; r += STEP) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, ib + r);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, ib + stride + r);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, ib + 2 * stride + r);
                FloatVector b3 = FloatVector.fromArray(SPECIES, b, ib + 3 * stride + r);
                FloatVector v = FloatVector.fromArray(SPECIES, a, ia + r);
                s00 = v.fma(b0, s00);
                s01 = v.fma(b1, s01);
                s02 = v.fma(b2, s02);
                s03 = v.fma(b3, s03);
                v = FloatVector.fromArray(SPECIES, a, ia + stride + r);
                s10 = v.fma(b0, s10);
                s11 = v.fma(b1, s11);
                s12 = v.fma(b2, s12);
                s13 = v.fma(b3, s13);
                v = FloatVector.fromArray(SPECIES, a, ia + 2 * stride + r);
                s20 = v.fma(b0, s20);
                s21 = v.fma(b1, s21);
                s22 = v.fma(b2, s22);
                s23 = v.fma(b3, s23);
                v = FloatVector.fromArray(SPECIES, a, ia + 3 * stride + r);
                s30 = v.fma(b0, s30);
                s31 = v.fma(b1, s31);
                s32 = v.fma(b2, s32);
                s33 = v.fma(b3, s33);
            }
            int o = at + part;
            s00.intoArray(sums, o);
            s01.intoArray(sums, o + STEP);
            s02.intoArray(sums, o + 2 * STEP);
            s03.intoArray(sums, o + 3 * STEP);
            o += next;
            s10.intoArray(sums, o);
            s11.intoArray(sums, o + STEP);
            s12.intoArray(sums, o + 2 * STEP);
            s13.intoArray(sums, o + 3 * STEP);
            o += next;
            s20.intoArray(sums, o);
            s21.intoArray(sums, o + STEP);
            s22.intoArray(sums, o + 2 * STEP);
            s23.intoArray(sums, o + 3 * STEP);
            o += next;
            s30.intoArray(sums, o);
            s31.intoArray(sums, o + STEP);
            s32.intoArray(sums, o + 2 * STEP);
            s33.intoArray(sums, o + 3 * STEP);
        }
    }

    /** One tile of 2 by 4 accumulators, for machines with 16 vector registers and for rows left over. */
    private static void tile2x4(float[] a, int aAt, float[] b, int bAt, int stride, int rows, float[] sums,
            int at, int next) {
        for (int part = 0; part < STEP; part += WIDTH) {
            FloatVector s00 = FloatVector.zero(SPECIES);
            FloatVector s01 = s00;
            FloatVector s02 = s00;
            FloatVector s03 = s00;
            FloatVector s10 = s00;
            FloatVector s11 = s00;
            FloatVector s12 = s00;
            FloatVector s13 = s00;
            int ia = aAt + part;
            int ib = bAt + part;
            for (int r = 0; r < rows; r += STEP) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, ib + r);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, ib + stride + r);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, ib + 2 * stride + r);
                FloatVector b3 = FloatVector.fromArray(SPECIES, b, ib + 3 * stride + r);
                FloatVector v = FloatVector.fromArray(SPECIES, a, ia + r);
                s00 = v.fma(b0, s00);
                s01 = v.fma(b1, s01);
                s02 = v.fma(b2, s02);
                s03 = v.fma(b3, s03);
                v = FloatVector.fromArray(SPECIES, a, ia + stride + r);
                s10 = v.fma(b0, s10);
                s11 = v.fma(b1, s11);
                s12 = v.fma(b2, s12);
                s13 = v.fma(b3, s13);
            }
            int o = at + part;
            s00.intoArray(sums, o);
            s01.intoArray(sums, o + STEP);
            s02.intoArray(sums, o + 2 * STEP);
            s03.intoArray(sums, o + 3 * STEP);
            o += next;
            s10.intoArray(sums, o);
            s11.intoArray(sums, o + STEP);
            s12.intoArray(sums, o + 2 * STEP);
            s13.intoArray(sums, o + 3 * STEP);
        }
    }

    /** The products of one unit with four others: sums[0..3][lane] from at on, a distance next apart. */
    private static void tile1x4(float[] a, int aAt, float[] b, int bAt, int bStride, int rows, float[] sums,
            int at, int next) {
        for (int part = 0; part < STEP; part += WIDTH) {
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int ia = aAt + part;
            int ib = bAt + part;
            for (int r = 0; r < rows; r += STEP) {
                FloatVector v = FloatVector.fromArray(SPECIES, a, ia + r);
                s0 = v.fma(FloatVector.fromArray(SPECIES, b, ib + r), s0);
                s1 = v.fma(FloatVector.fromArray(SPECIES, b, ib + bStride + r), s1);
                s2 = v.fma(FloatVector.fromArray(SPECIES, b, ib + 2 * bStride + r), s2);
                s3 = v.fma(FloatVector.fromArray(SPECIES, b, ib + 3 * bStride + r), s3);
            }
            s0.intoArray(sums, at + part);
            s1.intoArray(sums, at + part + next);
            s2.intoArray(sums, at + part + 2 * next);
            s3.intoArray(sums, at + part + 3 * next);
        }
    }
}
