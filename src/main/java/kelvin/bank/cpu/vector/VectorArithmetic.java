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
    private static final boolean MANY_REGISTERS = WIDTH == Arithmetic.LANES
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
        if (MANY_REGISTERS) {
            Products.tiles4x4(theta, map, in, inAt, inStride, out, outAt, outStride);
        } else {
            Products.tiles4x2(theta, map, in, inAt, inStride, out, outAt, outStride);
        }
        Products.tiles1x4(theta, map, map.units() & -4, in, inAt, inStride, out, outAt, outStride);
    }

    @Override
    public void laneProducts(float[] a, int aAt, int aStride, int m, float[] b, int bStride, int n, int rows,
            float[] sums) {
        int next = n * LANES;
        int tiles = n & -4;
        if (m < STRIP) {
            for (int i = 0; i < m; i++) {
                int from = aAt + i * aStride;
                for (int j = 0; j < tiles; j += 4) {
                    LaneProducts.tile1x4(a, from, b, j * bStride, bStride, rows, sums, i * next + j * LANES, LANES);
                }
                for (int j = tiles; j < n; j++) {
                    // the same product four times, to the same place: too rare for a tile of its own
                    LaneProducts.tile1x4(a, from, b, j * bStride, 0, rows, sums, i * next + j * LANES, 0);
                }
            }
            return;
        }
        for (int j = 0; j < tiles; j += 4) {
            if (MANY_REGISTERS) {
                LaneProducts.tile4x4(a, aAt, aStride, b, j * bStride, bStride, n, rows, sums, j * LANES);
            } else {
                LaneProducts.tile2x4(a, aAt, aStride, b, j * bStride, bStride, n, rows, sums, j * LANES);
                LaneProducts.tile2x4(a, aAt + 2 * aStride, aStride, b, j * bStride, bStride, n, rows, sums,
                        j * LANES + 2 * next);
            }
        }
        for (int j = tiles; j < n; j++) {
            LaneProducts.tile1x4(b, j * bStride, a, aAt, aStride, rows, sums, j * LANES, next);
        }
    }

    @Override
    public void activate(Activation activation, float[] h, int at, int stride, int units, float[] slopes) {
        for (int u = 0; u < units; u++) {
            int i = at + u * stride;
            switch (activation) {
                case RELU -> Activations.relu(h, i);
                case TANH -> Activations.tanh(h, i);
                case SILU -> Activations.silu(h, i, slopes);
            }
        }
    }

    @Override
    public void backActivate(Activation activation, float[] delta, float[] h, int at, int stride, int units,
            float[] slopes) {
        for (int u = 0; u < units; u++) {
            int i = at + u * stride;
            switch (activation) {
                case RELU -> Activations.backRelu(delta, u * ROW_TILE, h, i);
                case TANH -> Activations.backTanh(delta, u * ROW_TILE, h, i);
                case SILU -> Activations.backSilu(delta, u * ROW_TILE, h, i, slopes);
            }
        }
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
