package kelvin.bench;

import java.util.Locale;

/**
 * A measured run of several ranks beside the simulation of it, which is given what was measured of the parts (the time of an
 * iteration, its jitter, messages and swaps between two ranks) and must find what was measured of the whole.
 *
 * @param measured the run
 * @param simulated the same by {@link ScheduleSimulation}
 */
public record Validation(ScalingBench.Result measured, ScheduleSimulation.Outcome simulated) {
    private static final int ITERATIONS = 20_000;

    /** Names of the columns of {@link #toString}. */
    public static final String HEADING = "law     network       ranks   iterations/s: measured  simulated  ratio"
            + "   waiting: measured  simulated   swaps: measured   usual  simulated";

    /**
     * Simulates a measured run.
     *
     * @param messages between two of its ranks, by the size of its state
     */
    public static Validation of(ScalingBench.Result measured, SwapBench.Result messages) {
        double energies = 1e-6 * messages.energyMicros();
        double states = 1e-6 * messages.stateMicros();
        Interconnect network = new Interconnect("as measured", energies, 0,
                Math.max(0, states - energies) / messages.stateBytes());
        double copy = Math.max(0, 1e-6 * messages.swapMicros() - states - Foresight.DECISION) / messages.stateBytes();
        double median = measured.exploreSeconds() * Math.exp(-measured.jitter() * measured.jitter() / 2);
        Load load = new Load(measured.parameters(), measured.rungs(), measured.rungs() / measured.ranks(),
                median, measured.jitter(), 0, 1, measured.swapAcceptance(), 1, Foresight.DECISION,
                copy, Foresight.COUNT, ITERATIONS);
        return new Validation(measured, ScheduleSimulation.run(load, network, measured.ranks(), ITERATIONS, 1));
    }

    /** What the simulation makes of the measured efficiency. */
    double efficiency() {
        return measured.efficiency() * simulated.iterationsPerSecond() / measured.iterationsPerSecond();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-6s  %-12s  %5d  %23.4g  %9.4g  %5.3f  %17.2f%%  %8.2f%%  %14.3f%%  %5.3f%%  %8.3f%%",
                measured.law().name().toLowerCase(Locale.ROOT), measured.network(), measured.ranks(),
                measured.iterationsPerSecond(), simulated.iterationsPerSecond(),
                simulated.iterationsPerSecond() / measured.iterationsPerSecond(), 100 * measured.waiting(),
                100 * simulated.waiting(), 100 * measured.swaps(), 100 * measured.usualSwaps(), 100 * simulated.swapping());
    }
}
