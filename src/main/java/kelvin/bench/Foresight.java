package kelvin.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@link ScheduleSimulation} foresees for GPUs that cannot be had. A prediction: the compute times follow from a
 * rate that is assumed, and the networks' numbers are published ones.
 */
public final class Foresight {
    /** Ranks, one GPU each. */
    public static final List<Integer> RANKS = List.of(2, 8, 32, 128, 512, 2048, 10_000);
    /** Networks of 5 thousand to 10 million parameters. */
    public static final List<Integer> PARAMETERS = List.of(5_000, 50_000, 500_000, 10_000_000);
    private static final int ROWS = 1000;
    private static final int LEAPFROG = 32;
    private static final int RUNGS_PER_RANK = 8;
    /** Of float32, assumed: about a third of an H200's 67 TFLOP/s (NVIDIA's data sheet). */
    private static final double FLOPS = 20e12;
    /** Shortest time of a gradient of a batch, assumed: a few launches. */
    private static final double LEAST_GRADIENT = 20e-6;
    /** Multiplications and additions of a gradient for a parameter and a row: forward, backward twice. */
    private static final double FLOPS_PER_PARAMETER = 6;
    private static final double JITTER = 0.03;
    private static final double SWAP_ACCEPTANCE = 0.5;
    /** Through the host and back over PCIe 5, 50 GB/s each way, on both sides at once. */
    private static final double COPY = 2 / 50e9;
    /**
     * Rank 0's cost of one slot's iteration: 44 ns on one CPU core ({@code make bench-jmh JMH=Counting}), shared out over
     * 16 of them, and as much again for the sharing, which is assumed.
     */
    static final double COUNT = 5.5e-9;
    /** An exponential function and a random number on a CPU core that has done something else before: as measured. */
    static final double DECISION = 1.5e-6;
    private static final int THIN = 10;
    private static final int ITERATIONS = 1000;

    private Foresight() {
    }

    /**
     * One prediction.
     *
     * @param network its name
     * @param parameters d
     * @param ranks P
     * @param rungs K of a ladder, twice the barrier between T = 1 and 4 of d normal parameters, and one
     * @param iterationMillis of a rank alone
     * @param outcome of the simulation
     */
    public record Prediction(String network, int parameters, int ranks, int rungs, double iterationMillis,
            ScheduleSimulation.Outcome outcome) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-33s  %10d  %6d  %5d  %10.3g  %9.1f%%  %7.2f%%  %7.3f%%  %7.2f%%", network,
                    parameters, ranks, rungs, iterationMillis, 100 * outcome.efficiency(), 100 * outcome.waiting(),
                    100 * outcome.swapping(), 100 * outcome.reporting());
        }
    }

    /** Names of the columns of {@link Prediction#toString}. */
    public static final String HEADING = String.format("%-33s  parameters   ranks  rungs  alone, ms  efficiency   waiting"
            + "     swaps   reports", "network");

    /**
     * All predictions for one network.
     *
     * @param stragglers share of ranks that are a tenth slower
     */
    public static List<Prediction> of(Interconnect network, double stragglers) {
        List<Prediction> predictions = new ArrayList<>();
        for (int parameters : PARAMETERS) {
            for (int ranks : RANKS) {
                Load load = load(parameters, stragglers);
                predictions.add(new Prediction(network.name(), parameters, ranks, load.rungs(), 1e3 * load.explore(),
                        ScheduleSimulation.run(load, network, ranks, ITERATIONS, 1)));
            }
        }
        return predictions;
    }

    private static Load load(int parameters, double stragglers) {
        // the barrier of normal parameters, sqrt(d / (2 pi)) ln 4
        int rungs = (int) Math.ceil(2 * Math.sqrt(parameters / (2 * Math.PI)) * Math.log(4)) + 1;
        double gradient = Math.max(LEAST_GRADIENT, FLOPS_PER_PARAMETER * parameters * ROWS * RUNGS_PER_RANK / FLOPS);
        return new Load(parameters, rungs, RUNGS_PER_RANK, LEAPFROG * gradient, JITTER, stragglers, 1.1, SWAP_ACCEPTANCE, 1,
                DECISION, COPY, COUNT, THIN);
    }
}
