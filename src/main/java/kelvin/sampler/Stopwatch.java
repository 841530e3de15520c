package kelvin.sampler;

import java.util.Arrays;

import kelvin.store.Timing;

/** Where a rank's wall-clock time went along the run; never read by anything that decides. */
final class Stopwatch {
    private static final int REMEMBERED = 2048;
    /** Of the swaps that are remembered, the longest: what came in between while they went on. */
    private static final double UNUSUAL = 0.05;

    private final long[] nanos = new long[Part.values().length * Timing.BINS];
    private final long born = System.nanoTime();
    private long started;
    private int bin;
    private int checkpoints;
    private long calls;
    private long iterations;
    private double logs;
    private double squares;
    private final long[] lastSwaps = new long[REMEMBERED];
    private long swaps;

    /** What time is spent on, in the order of {@link Timing#PARTS}. */
    enum Part {
        /** Transitions and swaps inside the bank. */
        EXPLORE,
        /** Until a neighbouring rank's energies are here; they are so short that this is waiting. */
        WAIT,
        /** Decisions and states of swaps across ranks. */
        SWAP,
        /** Reports to rank 0, waiting included. */
        REPORT,
        /** On rank 0: counting, and handing blocks to the writer, waiting for it included. */
        WRITE,
        /** Copying states for a checkpoint, and waiting for the one before to be on the disk and for other ranks. */
        CHECKPOINT
    }

    /** Counts what follows to the part of the run in which this iteration is. */
    void at(long iteration, long total) {
        bin = (int) Math.min(Timing.BINS - 1, iteration * Timing.BINS / total);
    }

    /** Counts a checkpoint. */
    void checkpoint() {
        stop(Part.CHECKPOINT);
        checkpoints++;
    }

    /** Checkpoints that were counted. */
    int checkpoints() {
        return checkpoints;
    }

    void start() {
        started = System.nanoTime();
    }

    /** Counts the time since the last start or stop, and returns it in nanoseconds. */
    long stop(Part part) {
        long now = System.nanoTime();
        long taken = now - started;
        nanos[part.ordinal() * Timing.BINS + bin] += taken;
        started = now;
        return taken;
    }

    /** Counts the time since the last start or stop to transitions, of so many iterations, and returns it in nanoseconds. */
    long explored(int iterationsOfCall) {
        long taken = stop(Part.EXPLORE);
        double log = Math.log(Math.max(1, taken) / (double) iterationsOfCall);
        calls++;
        iterations += iterationsOfCall;
        logs += log;
        squares += log * log;
        return taken;
    }

    /** Counts the time since the last start or stop to a swap with other ranks, from when their energies were there. */
    void swapped() {
        lastSwaps[(int) (swaps++ % REMEMBERED)] = stop(Part.SWAP);
    }

    /** Seconds that all swaps with other ranks would have taken, had the longest been as the others. */
    double usualSwapSeconds() {
        int known = (int) Math.min(swaps, REMEMBERED);
        int usual = (int) Math.ceil(known * (1 - UNUSUAL));
        long[] sorted = Arrays.copyOf(lastSwaps, known);
        Arrays.sort(sorted);
        return swaps * 1e-9 * Arrays.stream(sorted, 0, usual).average().orElse(0);
    }

    /** Standard deviation of the logarithm of an iteration's time, were iterations independent; NaN before two calls. */
    double jitter() {
        double variance = (squares - logs * logs / calls) / (calls - 1);
        return calls < 2 ? Double.NaN : Math.sqrt(Math.max(0, variance) * iterations / calls);
    }

    /** Seconds [part][bin]. */
    double[] seconds() {
        double[] seconds = new double[nanos.length];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = nanos[i] * 1e-9;
        }
        return seconds;
    }

    double secondsSinceBirth() {
        return (System.nanoTime() - born) * 1e-9;
    }
}
