package kelvin.bank.cpu;

import kelvin.model.Activation;
import kelvin.model.Network;

/**
 * How rows are split: into chunks whose activations stay in a core's second-level cache, and chunks into segments,
 * the units of parallel work within one evaluation. A function of network and row count alone, because the order of
 * every sum over rows follows from it.
 *
 * @param rows number of rows
 * @param chunks number of chunks, at least 1
 * @param stride distance of neighbouring units in a chunk's arrays [unit][stride]
 */
record RowChunks(int rows, int chunks, int stride) {
    /** Half of a second-level cache of 1 MiB. */
    private static final int CHUNK_BYTES = 512 * 1024;
    /** 512 rows: with more, a single replica of a thousand rows would not occupy two threads. */
    private static final int MAX_TILES = 8;
    private static final int MAX_SEGMENTS = 64;
    /** An odd number of cache lines between units keeps them out of each other's cache sets. */
    private static final int SKEW = 16;

    /** The split for a network. */
    static RowChunks of(Network network, int rows) {
        long perRow = network.inputs();
        for (int l = 0; l < network.layers(); l++) {
            boolean slopes = network.activation() == Activation.SILU && l + 1 < network.layers();
            perRow += (slopes ? 2L : 1L) * network.out(l);
        }
        int tiles = ceilDiv(rows, Arithmetic.ROW_TILE);
        long fitting = CHUNK_BYTES / (perRow * Float.BYTES * Arithmetic.ROW_TILE);
        int chunks = ceilDiv(tiles, (int) Math.max(1, Math.min(MAX_TILES, fitting)));
        return new RowChunks(rows, chunks, ceilDiv(tiles, chunks) * Arithmetic.ROW_TILE + SKEW);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /** Number of segments. */
    int segments() {
        return Math.min(chunks, MAX_SEGMENTS);
    }

    /** First chunk of a segment; that of segment + 1 is where it ends. */
    int firstChunk(int segment) {
        return (int) ((long) segment * chunks / segments());
    }

    /** First row of a chunk. */
    int firstRow(int chunk) {
        int tiles = ceilDiv(rows, Arithmetic.ROW_TILE);
        return (int) ((long) chunk * tiles / chunks) * Arithmetic.ROW_TILE;
    }

    /** Rows of a chunk without padding. */
    int rowsOf(int chunk) {
        return Math.min(rows, firstRow(chunk + 1)) - firstRow(chunk);
    }

    /** Rows of a chunk with padding, a multiple of the tile. */
    int paddedRows(int chunk) {
        return firstRow(chunk + 1) - firstRow(chunk);
    }

    /**
     * Lays rows out as [chunk][column][stride] from an index on, zeros in the padding.
     *
     * @param values [rows][columns], row-major
     */
    float[][] layOut(double[] values, int columns, int at) {
        float[][] out = new float[chunks][at + columns * stride];
        for (int c = 0; c < chunks; c++) {
            for (int r = 0; r < rowsOf(c); r++) {
                for (int j = 0; j < columns; j++) {
                    out[c][at + j * stride + r] = (float) values[(firstRow(c) + r) * columns + j];
                }
            }
        }
        return out;
    }
}
