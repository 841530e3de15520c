package kelvin.predict;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import kelvin.bank.Device;
import kelvin.bank.Predictor;
import kelvin.model.DataSet;
import kelvin.model.Model;

/**
 * The network's outputs at a tile of rows for all draws, and what the likelihood makes of them.
 *
 * <p>A tile has as many blocks of rows as keep its outputs within {@link #TILE_BYTES}; the draws are read once for each
 * tile. Blocks begin at the same rows however large tiles are.
 */
final class Outputs {
    static final long TILE_BYTES = 64 << 20;
    /** What one thread does at once. Its sums take about as much room as its outputs. */
    static final int BLOCK_ROWS = 128;
    /** More do not save reading few draws again. */
    private static final int MOST_BLOCKS = 128;
    private static final long BATCH_BYTES = 8 << 20;

    private final Noise noise;
    private final int firstRow;
    private final int rows;
    private final int width;
    private final int targets;
    private final float[][] outputs;
    private final float[] own;

    private Outputs(Model model, DataSet data, int firstRow, int rows, int draws) {
        this.noise = Noise.of(model);
        this.firstRow = firstRow;
        this.rows = rows;
        this.width = model.network().outputs();
        this.targets = data.targets();
        this.outputs = new float[draws][rows * width];
        this.own = new float[draws];
    }

    /** What is done with a block of rows. */
    interface Work<T> {
        T of(Outputs tile, int firstRow, int rows);
    }

    /**
     * Goes through the rows of a data set, several blocks at once.
     *
     * @param threads at most so many, at least 1
     * @param inOrder takes what came of every block, in the order of the rows
     */
    static <T> void forEachBlock(Model model, DataSet data, List<DrawSource> sources, Device device, int threads,
            long tileBytes, Work<T> work, Consumer<T> inOrder) {
        int draws = Chains.of(sources).draws();
        if (!(draws >= 1)) {
            throw new IllegalArgumentException("draws: " + draws + ", must be at least 1");
        }
        long bytesPerBlock = (long) BLOCK_ROWS * draws * model.network().outputs() * Float.BYTES;
        int most = BLOCK_ROWS * (int) Math.max(1, Math.min(MOST_BLOCKS, tileBytes / bytesPerBlock));
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            for (int first = 0; first < data.rows(); first += most) {
                Outputs tile = new Outputs(model, data, first, Math.min(most, data.rows() - first), draws);
                tile.fill(model, data, sources, device, threads);
                pool.submit(() -> tile.blocks(work)).join().forEach(inOrder);
            }
        } finally {
            pool.shutdown();
        }
    }

    private <T> List<T> blocks(Work<T> work) {
        int blocks = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
        return IntStream.range(0, blocks).parallel().mapToObj(block -> work.of(this, firstRow + block * BLOCK_ROWS,
                Math.min(BLOCK_ROWS, rows - block * BLOCK_ROWS))).toList();
    }

    private void fill(Model model, DataSet data, List<DrawSource> sources, Device device, int threads) {
        double[] x = Arrays.copyOfRange(data.x(), firstRow * data.inputs(), (firstRow + rows) * data.inputs());
        int s = 0;
        try (Predictor predictor = device.predictor(model.network(), x, threads)) {
            for (DrawSource source : sources) {
                for (int chain = 0; chain < source.chains(); chain++) {
                    s = fill(model.parameters(), source, chain, predictor, s);
                }
            }
        }
    }

    /** From draw s on, with all draws of a chain; returns the next draw's number. */
    private int fill(int d, DrawSource source, int chain, Predictor predictor, int s) {
        int batch = (int) Math.max(1, Math.min(source.draws(), BATCH_BYTES / Float.BYTES / d));
        float[] thetas = new float[batch * d];
        float[] theta = new float[d];
        int next = s;
        for (int first = 0; first < source.draws(); first += batch) {
            int count = Math.min(batch, source.draws() - first);
            source.read(chain, first, count, thetas);
            for (int i = 0; i < count; i++, next++) {
                System.arraycopy(thetas, i * d, theta, 0, d);
                predictor.outputs(theta, outputs[next]);
                own[next] = noise.own(theta, 0);
            }
        }
        return next;
    }

    /** The predictive distribution of a target at a row of the tile, counted from the first of the data set. */
    Mixture mixture(int row, int target) {
        double[] means = new double[outputs.length];
        double[] scales = new double[outputs.length];
        int at = (row - firstRow) * width;
        for (int s = 0; s < outputs.length; s++) {
            means[s] = noise.mean(outputs[s], at, target);
            scales[s] = noise.scale(outputs[s], at, target, targets, own[s]);
        }
        return noise.mixture(means, scales);
    }

    /** Probabilities of the classes for every draw [draws][classes], at a row counted the same way. */
    double[][] probabilities(int row) {
        double[][] byDraw = new double[outputs.length][];
        Arrays.setAll(byDraw, s -> Classification.probabilities(outputs[s], (row - firstRow) * width, width));
        return byDraw;
    }
}
