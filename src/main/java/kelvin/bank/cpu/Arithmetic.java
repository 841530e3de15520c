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

    /** Units of a whose products {@link #laneProducts} takes at most. */
    int STRIP = 4;

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
     * sums[i][j][lane] = sum of a[i][r] * b[j][r] over rows r = lane modulo {@link #LANES}, by fused multiply-adds in
     * the order of r.
     *
     * @param a [m][aStride] from aAt on
     * @param m 1 to {@link #STRIP}
     * @param b [n][bStride] from the start
     * @param rows a multiple of {@link #LANES}
     * @param sums receives [m][n][LANES]
     */
    void laneProducts(float[] a, int aAt, int aStride, int m, float[] b, int bStride, int n, int rows, float[] sums);

    /**
     * Applies the activation to a tile.
     *
     * @param h pre-activations [units][stride] from at on; receives the activations
     * @param slopes receives the derivatives at the same places; only for {@link Activation#SILU}
     */
    void activate(Activation activation, float[] h, int at, int stride, int units, float[] slopes);

    /**
     * h[u][r] = delta[u][r] times the derivative of the activation there, for a tile.
     *
     * @param delta [units][ROW_TILE] from the start
     * @param h activations [units][stride] from at on; receives the product
     * @param slopes derivatives at the same places; only for {@link Activation#SILU}
     */
    void backActivate(Activation activation, float[] delta, float[] h, int at, int stride, int units, float[] slopes);

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
