package kelvin.predict;

import java.util.Arrays;
import java.util.List;

import kelvin.bank.Device;
import kelvin.bank.Predictor;
import kelvin.model.DataSet;
import kelvin.model.Model;

/**
 * The network's outputs at a tile of rows for all draws, and what the likelihood makes of them.
 *
 * <p>A tile has as many rows as keep its outputs within {@link #TILE_BYTES}; the draws are read once for each tile.
 */
final class Outputs {
    static final long TILE_BYTES = 64 << 20;
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

    interface Visitor {
        void visit(Outputs tile);
    }

    /** Goes through the rows of a data set, tile by tile, in order. */
    static void forEachTile(Model model, DataSet data, List<DrawSource> sources, Device device, int threads,
            long tileBytes, Visitor visitor) {
        int draws = 0;
        for (DrawSource source : sources) {
            draws = Math.addExact(draws, Math.multiplyExact(source.chains(), source.draws()));
        }
        if (!(draws >= 1)) {
            throw new IllegalArgumentException("draws: " + draws + ", must be at least 1");
        }
        long bytesPerRow = (long) draws * model.network().outputs() * Float.BYTES;
        int most = (int) Math.max(1, Math.min(data.rows(), tileBytes / bytesPerRow));
        for (int first = 0; first < data.rows(); first += most) {
            Outputs tile = new Outputs(model, data, first, Math.min(most, data.rows() - first), draws);
            tile.fill(model, data, sources, device, threads);
            visitor.visit(tile);
        }
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

    int firstRow() {
        return firstRow;
    }

    int rows() {
        return rows;
    }

    /** The predictive distribution of a target at a row of the tile. */
    Mixture mixture(int row, int target) {
        double[] means = new double[outputs.length];
        double[] scales = new double[outputs.length];
        for (int s = 0; s < outputs.length; s++) {
            means[s] = noise.mean(outputs[s], row * width, target);
            scales[s] = noise.scale(outputs[s], row * width, target, targets, own[s]);
        }
        return noise.mixture(means, scales);
    }

    /** Probabilities of the classes for every draw [draws][classes]. */
    double[][] probabilities(int row) {
        return Arrays.stream(outputs).map(ofDraw -> Classification.probabilities(ofDraw, row * width, width))
                .toArray(double[][]::new);
    }
}
