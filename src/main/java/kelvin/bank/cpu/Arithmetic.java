package kelvin.bank.cpu;

import kelvin.model.Activation;
import kelvin.random.Purpose;

/**
 * The inner loops of the CPU bank. Every implementation performs the same IEEE 754 operations on the same numbers in
 * the same order, so all give the same bits; they differ in speed alone.
 *
 * <p>Activations are stored as [unit][stride]: the rows of a chunk are contiguous and are the SIMD lanes, so that any
 * network width goes without padding. A call on a "tile" covers {@link #ROW_TILE} neighbouring rows of every unit.
 */
public interface Arithmetic {
    /** Rows of a tile: four vectors of 16. */
    int ROW_TILE = 64;

    /** Sums over rows run over so many logical lanes, whatever the hardware's width. */
    int LANES = 16;

    /**
     * First index of the arrays of activations. A float[] starts 16 bytes behind its object: where objects are aligned
     * to cache lines (-XX:ObjectAlignmentInBytes=64, set by bin/kelvin), this element starts a line, and no vector
     * spans two. Measured on 512-bit vectors (Zen 4): 64x64 sums over rows at 96% of the FMA peak, 84% without.
     */
    int ALIGNED = 12;

    /** Vector width in words. */
    String description();

    /**
     * out[u][r] = bias[u] + sum over k of w[u][k] * in[k][r] for a tile, by fused multiply-adds in the order of k.
     *
     * @param map where weights and biases are within theta
     * @param in factors [depth][inStride] from inAt on
     * @param out receives [units][outStride] from outAt on
     */
    void product(float[] theta, LinearMap map, float[] in, int inAt, int inStride, float[] out, int outAt,
            int outStride);

    /**
     * {@link #product} and the activation of the results.
     *
     * @param slopes receives the activation's derivatives at the places of out; only for {@link Activation#SILU}
     */
    void layer(Activation activation, float[] theta, LinearMap map, float[] in, int inAt, int inStride, float[] out,
            int outAt, int outStride, float[] slopes);

    /**
     * h[u][r] = {@link #product} [u][r] times the derivative of the activation there, for a tile.
     *
     * @param h activations [units][stride] from at on; receives the derivative by the pre-activations
     * @param slopes the activation's derivatives at the same places; only for {@link Activation#SILU}
     * @param scratch units * {@link #ROW_TILE}
     */
    void backLayer(Activation activation, float[] theta, LinearMap map, float[] in, int inAt, int inStride, float[] h,
            int at, int stride, float[] slopes, float[] scratch);

    /**
     * out[i][j] = sum over rows of a[i][r] * b[j][r]: for each of {@link #LANES} lanes over rows r = lane modulo
     * LANES, by fused multiply-adds in the order of r; then over the lanes by {@link LaneFold}.
     *
     * @param a [m][stride] from aAt on
     * @param b [n][stride] from bAt on
     * @param rows a multiple of LANES
     * @param out receives [m][n] from at on
     * @param add whether the sums are added to what is there
     * @param scratch {@link #ALIGNED} + 4 * n * LANES
     */
    void weightGradient(float[] a, int aAt, int m, float[] b, int bAt, int n, int stride, int rows, float[] out,
            int at, boolean add, float[] scratch);

    /** x[i] = {@link Elementary#exp}(x[i]) for n values from at on, n a multiple of {@link #LANES}. */
    void exponentials(float[] x, int at, int n);

    /** x[i] = {@link Elementary#log}(x[i]) for n values from at on, n a multiple of {@link #LANES}. */
    void logarithms(float[] x, int at, int n);

    /**
     * {@link Elementary#softplus} and {@link Elementary#sigmoid} of n values, n a multiple of {@link #LANES}.
     *
     * @param z arguments from at on; receives the sigmoids
     * @param softplus receives the softplus from 0 on
     */
    void logistic(float[] z, int at, int n, float[] softplus);

    /**
     * Standard normals 0 to n - 1 of a stream, bit for bit those of {@link kelvin.random.Stream#normals}.
     *
     * @param out receives n values; room for n rounded up to a multiple of 64, what lies behind n is overwritten
     */
    void normals(long seed, Purpose purpose, int slot, long iteration, float[] out, int n);

    /**
     * Nothing but fused multiply-adds on registers: the hardware's limit, for measurements.
     *
     * @param rounds how many, of a fixed number each
     * @return floating-point operations done
     */
    double multiplyAdds(int rounds);
}
