package kelvin.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A discrete-event simulation of the sampler's schedule on ranks that cannot be had: every rank explores, exchanges with
 * its two neighbours in the rounds in which the schedule tries its boundaries, even boundaries first, and reports to
 * rank 0 every {@value #REPORT_EVERY} iterations; it waits for a neighbour that is not ready, and for rank 0 where that
 * is two reports behind. The events of a rank are in order, and an exchange is one event of two ranks, so that going
 * through iterations and boundaries meets every event after all that it depends on.
 *
 * <p>What is not simulated: contention inside the network, and the disk, which a thread of its own writes to.
 */
public final class ScheduleSimulation {
    static final int REPORT_EVERY = 100;
    private static final int ENERGY_BYTES = 20;
    private static final int REPORT_BYTES_PER_SLOT = 38;

    private final Load load;
    private final Interconnect network;
    private final int ranks;
    private final int group;
    private final double[] now;
    private final double[] waited;
    private final double[] swapping;
    private final double[] reported;
    private final double[] factor;
    private final double[][] consumed;
    private final SplittableRandom random;

    /**
     * Where the time of a simulated run went.
     *
     * @param iterationsPerSecond of the whole run
     * @param efficiency share of the rate that one rank alone would have
     * @param waiting mean share of a rank's time until neighbours' energies are there
     * @param swapping mean share spent with decisions and states
     * @param reporting mean share spent with reports, waiting for rank 0 included
     */
    public record Outcome(double iterationsPerSecond, double efficiency, double waiting, double swapping,
            double reporting) {
    }

    private ScheduleSimulation(Load load, Interconnect network, int ranks, long seed) {
        this.load = load;
        this.network = network;
        this.ranks = ranks;
        group = Math.min(ranks, Math.max(1, (load.rungs() + load.rungsPerRank() - 1) / load.rungsPerRank()));
        now = new double[ranks];
        waited = new double[ranks];
        swapping = new double[ranks];
        reported = new double[ranks];
        factor = new double[ranks];
        consumed = new double[2][ranks];
        random = new SplittableRandom(seed);
        Arrays.setAll(factor, r -> random.nextDouble() < load.stragglers() ? load.slowness() : 1);
    }

    /**
     * Simulates.
     *
     * @param ranks P, in groups that share a ladder each
     * @param iterations at least 1
     */
    public static Outcome run(Load load, Interconnect network, int ranks, int iterations, long seed) {
        return new ScheduleSimulation(load, network, ranks, seed).run(iterations);
    }

    private Outcome run(int iterations) {
        int round = 0;
        for (int i = 0; i < iterations; i++) {
            for (int r = 0; r < ranks; r++) {
                now[r] += load.explore() * factor[r] * noise();
            }
            if ((i + 1) % load.swapEvery() == 0) {
                swap(round++);
            }
            if ((i + 1) % REPORT_EVERY == 0) {
                report((i + 1) / REPORT_EVERY);
            }
        }
        double end = Arrays.stream(now).max().orElseThrow();
        double alone = load.explore() * Math.exp(load.jitter() * load.jitter() / 2);
        return new Outcome(iterations / end, iterations * alone / end, mean(waited) / end, mean(swapping) / end,
                mean(reported) / end);
    }

    private double noise() {
        return load.jitter() == 0 ? 1 : Math.exp(load.jitter() * random.nextGaussian());
    }

    /** Boundaries above even ranks first, then those above odd ranks, as every rank does. */
    private void swap(int round) {
        for (int turn = 0; turn < 2; turn++) {
            for (int r = turn; r + 1 < ranks; r += 2) {
                boolean neighbours = r / group == (r + 1) / group;
                int pair = (r % group + 1) * load.rungsPerRank() - 1;
                if (neighbours && pair % 2 == round % 2) {
                    exchange(r, r + 1);
                }
            }
        }
    }

    private void exchange(int a, int b) {
        double ready = Math.max(now[a], now[b]) + network.exchange(ENERGY_BYTES);
        waited[a] += ready - now[a];
        waited[b] += ready - now[b];
        double cost = load.decision();
        if (random.nextDouble() < load.swapAcceptance()) {
            cost += network.exchange(load.stateBytes()) + load.copy() * load.stateBytes();
        }
        for (int r : new int[] {a, b}) {
            swapping[r] += cost;
            now[r] = ready + cost;
        }
    }

    /** Rank 0 takes the reports in the order of ranks; others go on when theirs before the last was taken. */
    private void report(int number) {
        int slot = number % 2;
        for (int r = 1; r < ranks; r++) {
            double free = Math.max(now[r], consumed[slot][r]);
            reported[r] += free + network.overhead() - now[r];
            now[r] = free + network.overhead();
            double draws = r % group == 0 ? (double) REPORT_EVERY / load.thin() * 4 * load.parameters() : 0;
            double bytes = (double) REPORT_EVERY * load.rungsPerRank() * REPORT_BYTES_PER_SLOT + draws;
            double arrived = Math.max(now[0], now[r] + network.latency()) + network.overhead()
                    + bytes * network.secondsPerByte();
            reported[0] += arrived - now[0];
            now[0] = arrived;
            consumed[slot][r] = arrived;
        }
        double counting = load.count() * REPORT_EVERY * load.rungsPerRank() * ranks;
        reported[0] += counting;
        now[0] += counting;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
