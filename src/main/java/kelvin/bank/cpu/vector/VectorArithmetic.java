package kelvin.bank.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import kelvin.bank.cpu.Arithmetic;
import kelvin.bank.cpu.LinearMap;
import kelvin.model.Activation;
import kelvin.random.Purpose;
import kelvin.random.Stream;

/** The inner loops by vectors of the hardware's width, 4 to 16 lanes. */
public final class VectorArithmetic implements Arithmetic {
    /** The one float species of this package. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > Arithmetic.LANES
            ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
    static final int WIDTH = SPECIES.length();
    /** AVX-512 and 64-bit ARM have 32 vector registers, AVX2 has 16. */
    static final boolean MANY_REGISTERS = WIDTH == Arithmetic.LANES
            || System.getProperty("os.arch").equals("aarch64");

    /** Checks that there are vectors of at least 4 floats. */
    public VectorArithmetic() {
        if (!(WIDTH >= 4)) {
            throw new UnsupportedOperationException("vectors have " + WIDTH + " lanes of float32");
        }
    }

    @Override
    public String description() {
        return WIDTH * Float.SIZE + "-bit vectors";
    }

    @Override
    public void product(float[] theta, LinearMap map, float[] in, int inAt, int inStride, float[] out, int outAt,
            int outStride) {
        Products.tiles(Products.Finish.NONE, theta, map, in, inAt, inStride, out, outAt, outStride);
    }

    @Override
    public void layer(Activation activation, float[] theta, LinearMap map, float[] in, int inAt, int inStride,
            float[] out, int outAt, int outStride, float[] slopes) {
        if (activation == Activation.RELU) {
            Products.tiles(Products.Finish.RELU, theta, map, in, inAt, inStride, out, outAt, outStride);
            return;
        }
        Products.tiles(Products.Finish.NONE, theta, map, in, inAt, inStride, out, outAt, outStride);
        for (int u = 0; u < map.units(); u++) {
            if (activation == Activation.TANH) {
                Activations.tanh(out, outAt + u * outStride);
            } else {
                Activations.silu(out, outAt + u * outStride, slopes);
            }
        }
    }

    @Override
    public void backLayer(Activation activation, float[] theta, LinearMap map, float[] in, int inAt, int inStride,
            float[] h, int at, int stride, float[] slopes, float[] scratch) {
        if (activation == Activation.RELU) {
            Products.tiles(Products.Finish.WHERE_POSITIVE, theta, map, in, inAt, inStride, h, at, stride);
            return;
        }
        Products.tiles(Products.Finish.NONE, theta, map, in, inAt, inStride, scratch, 0, ROW_TILE);
        for (int u = 0; u < map.units(); u++) {
            if (activation == Activation.TANH) {
                Activations.backTanh(scratch, u * ROW_TILE, h, at + u * stride);
            } else {
                Activations.backSilu(scratch, u * ROW_TILE, h, at + u * stride, slopes);
            }
        }
    }

    @Override
    public void weightGradient(float[] a, int aAt, int m, float[] b, int bAt, int n, int stride, int rows,
            float[] out, int at, boolean add, float[] scratch) {
        LaneProducts.weightGradient(a, aAt, m, b, bAt, n, stride, rows, out, at, add, scratch);
    }

    @Override
    public void exponentials(float[] x, int at, int n) {
        Elementwise.exponentials(x, at, n);
    }

    @Override
    public void logarithms(float[] x, int at, int n) {
        Elementwise.logarithms(x, at, n);
    }

    @Override
    public void logistic(float[] z, int at, int n, float[] softplus) {
        Elementwise.logistic(z, at, n, softplus);
    }

    @Override
    public void normals(long seed, Purpose purpose, int slot, long iteration, float[] out, int n) {
        int packed = Stream.packed(purpose, slot);
        for (int i = 0; i < n; i += 4 * LANES) {
            Normals.batch(i / 4, packed, (int) iteration, (int) (iteration >>> 32), (int) seed, (int) (seed >>> 32),
                    out, i);
        }
    }

    @Override
    public double multiplyAdds(int rounds) {
        return Peak.multiplyAdds(rounds);
    }
}
