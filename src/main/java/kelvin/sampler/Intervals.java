package kelvin.sampler;

import kelvin.bank.Advance;
import kelvin.tempering.WarmupRounds;

/**
 * How the iterations of a run are cut into intervals, at whose ends ranks report: at every multiple of a divisor of
 * 100, at the end of every round of the warm-up and at the end. The divisor depends on the settings alone. Where it can, it
 * keeps the cold draws of an interval within {@link #DRAW_BYTES} and its work within {@link #OPERATIONS}: a run stops, and
 * takes checkpoints, at ends of intervals only.
 */
final class Intervals {
    /** Most bytes of cold draws in one interval, unless one iteration has more. */
    static final long DRAW_BYTES = 64L << 20;
    /** Most operations of gradients in one interval, unless one iteration has more: some ten seconds of a few cores. */
    static final double OPERATIONS = 2e12;
    /** Of a gradient, for every parameter and row: a multiplication and an addition forward, twice as many backward. */
    private static final double OPERATIONS_OF_GRADIENT = 6;
    private static final int[] DIVISORS = {100, 50, 25, 20, 10, 5, 4, 2, 1};

    private final SampleSettings settings;
    private final int every;

    Intervals(SampleSettings settings) {
        this.settings = settings;
        long bytesPerDraw = (long) settings.ladders() * settings.model().parameters() * Float.BYTES;
        double work = OPERATIONS_OF_GRADIENT * settings.model().parameters() * settings.train().rows()
                * settings.transition().evaluations(settings.leapfrogSteps(), 0.5) * settings.ladders()
                * settings.ladder().rungs();
        int chosen = 1;
        for (int divisor : DIVISORS) {
            if ((divisor / settings.thin() + 1) * bytesPerDraw <= DRAW_BYTES && divisor * work <= OPERATIONS) {
                chosen = divisor;
                break;
            }
        }
        every = chosen;
    }

    /** Iterations of the whole run. */
    long total() {
        return settings.warmup() + settings.iterations();
    }

    /** End (exclusive) of the interval that holds this iteration. */
    long endOf(long iteration) {
        long end = Math.min((iteration / every + 1) * every, total());
        return iteration < settings.warmup()
                ? Math.min(end, WarmupRounds.endOf(iteration, settings.warmup())) : end;
    }

    /** Which iterations give draws. */
    Advance.Draws draws() {
        return new Advance.Draws(settings.warmup(), settings.thin());
    }

    /** Draws among the iterations from start to end (exclusive). */
    int drawsBetween(long start, long end) {
        return (int) (drawsBefore(end) - drawsBefore(start));
    }

    /** Most iterations of an interval. */
    int longest() {
        return every;
    }

    /** Most draws of an interval. */
    int mostDraws() {
        return every / settings.thin() + 1;
    }

    private long drawsBefore(long iteration) {
        return Math.max(0, iteration - settings.warmup()) / settings.thin();
    }
}
