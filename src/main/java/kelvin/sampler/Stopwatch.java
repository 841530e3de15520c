package kelvin.sampler;

import kelvin.store.Timing;

/** Where a rank's wall-clock time went along the run; never read by anything that decides. */
final class Stopwatch {
    private final long[] nanos = new long[Part.values().length * Timing.BINS];
    private final long born = System.nanoTime();
    private long started;
    private int bin;
    private long calls;
    private long iterations;
    private double logs;
    private double squares;

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
        WRITE
    }

    /** Counts what follows to the part of the run in which this iteration is. */
    void at(long iteration, long total) {
        bin = (int) Math.min(Timing.BINS - 1, iteration * Timing.BINS / total);
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
