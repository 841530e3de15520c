package kelvin.cli;

import java.util.Arrays;

import kelvin.bank.Device;
import kelvin.bank.Predictor;
import kelvin.diagnostics.EffectiveSampleSize;
import kelvin.model.DataSet;
import kelvin.sampler.Course;
import kelvin.store.Block;
import kelvin.store.RunHeader;
import kelvin.tempering.RoundTrips;

/**
 * Looks on rank 0 at the draws, and says when there are enough.
 *
 * <p>"ess=N" is fulfilled when the bulk effective sample size over all ladders is at least N for the log-likelihood of
 * the draws and for every network output at {@link #ROWS} rows, evenly spread over the test rows or else the training
 * rows. "round-trips=N" counts those that all ladders together begin and complete in the sample. Both are looked at after
 * fixed numbers of iterations of the sample, each a tenth more than the one before, so that the end of a run depends on
 * its draws alone.
 */
final class StopRules implements Course, AutoCloseable {
    static final int ROWS = 16;
    private static final int FIRST_LOOK = 100;

    private final StopOptions options;
    private final RunHeader header;
    private final Course beside;
    private final RoundTrips[] trips;
    private final Predictor predictor;
    private final float[] outputs;
    private final float[] theta;
    private double[][][] series;
    private int draws;
    private long iterations;
    private long nextLook = FIRST_LOOK;
    private boolean fulfilled;

    /**
     * Rules for a run from its first draw on.
     *
     * @param beside what else may end the run
     */
    StopRules(StopOptions options, RunHeader header, Device device, Course beside) {
        this.options = options;
        this.header = header;
        this.beside = beside;
        int rungs = header.ladder().rungs();
        trips = new RoundTrips[header.ladders()];
        Arrays.setAll(trips, m -> new RoundTrips(rungs));
        theta = new float[header.model().parameters()];
        double[] x = rows(header.observed());
        predictor = device.predictor(header.model().network(), x, 1);
        outputs = new float[predictor.rows() * header.model().network().outputs()];
        series = new double[1 + outputs.length][header.ladders()][64];
    }

    /** Takes the next block of the sample. */
    void see(Block block) {
        int draw = 0;
        for (int i = 0; i < block.iterations(); i++) {
            int rungs = header.ladder().rungs();
            for (int m = 0; m < trips.length; m++) {
                int cold = (m * block.iterations() + i) * rungs;
                trips[m].observe(block.replica()[cold], block.replica()[cold + rungs - 1]);
            }
            iterations++;
            if (options.ess().isPresent() && iterations % header.thin() == 0) {
                remember(block, i, draw++);
            }
            if (iterations == nextLook) {
                fulfilled |= fulfilledNow();
                nextLook = Math.max(nextLook + FIRST_LOOK, (nextLook * 11 / 10 + FIRST_LOOK - 1) / FIRST_LOOK * FIRST_LOOK);
            }
        }
    }

    @Override
    public Wish wish() {
        return fulfilled ? Wish.FINISH : beside.wish();
    }

    @Override
    public void close() {
        predictor.close();
    }

    private void remember(Block block, int iteration, int draw) {
        if (draws == series[0][0].length) {
            for (double[][] quantity : series) {
                Arrays.setAll(quantity, m -> Arrays.copyOf(quantity[m], 2 * draws));
            }
        }
        for (int m = 0; m < trips.length; m++) {
            series[0][m][draws] = block.logLikelihood()[(m * block.iterations() + iteration) * header.ladder().rungs()];
            System.arraycopy(block.theta(), (m * block.draws() + draw) * theta.length, theta, 0, theta.length);
            predictor.outputs(theta, outputs);
            for (int o = 0; o < outputs.length; o++) {
                series[1 + o][m][draws] = outputs[o];
            }
        }
        draws++;
    }

    private boolean fulfilledNow() {
        return options.roundTrips().isPresent()
                && Arrays.stream(trips).mapToLong(RoundTrips::completed).sum() >= options.roundTrips().getAsLong()
                || options.ess().isPresent() && Arrays.stream(series).allMatch(this::enough);
    }

    private boolean enough(double[][] quantity) {
        double[][] seen = Arrays.stream(quantity).map(one -> Arrays.copyOf(one, draws)).toArray(double[][]::new);
        return EffectiveSampleSize.bulk(seen) >= options.ess().getAsLong();
    }

    private static double[] rows(DataSet data) {
        int count = Math.min(ROWS, data.rows());
        double[] x = new double[count * data.inputs()];
        for (int i = 0; i < count; i++) {
            int row = (int) ((long) i * data.rows() / count);
            System.arraycopy(data.x(), row * data.inputs(), x, i * data.inputs(), data.inputs());
        }
        return x;
    }
}
