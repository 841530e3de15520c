package kelvin.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line a minute on stderr, with rate and time left, for logs; the first, to see that all is well, after five seconds, and
 * one more where the sample begins and where it ends.
 */
final class ProgressLines implements ProgressDisplay {
    private static final long FIRST_NANOS = 5_000_000_000L;
    private static final long INTERVAL_NANOS = 60_000_000_000L;

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private final long start;
    private long next;
    private boolean sampling;

    ProgressLines(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        next = start + FIRST_NANOS;
    }

    @Override
    public void progress(Progress progress) {
        long now = nanoTime.getAsLong();
        if (now - next < 0 && sampling == progress.sampling() && progress.iteration() < progress.total()) {
            return;
        }
        next = now + INTERVAL_NANOS;
        sampling = progress.sampling();
        double rate = progress.iteration() / ((now - start) * 1e-9);
        long left = Math.round((progress.total() - progress.iteration()) / rate);
        err.printf(Locale.ROOT, "%s: iteration %d of %d (%d%%), %.3g a second, %d:%02d:%02d left%n",
                progress.sampling() ? "sampling" : "warm-up", progress.iteration(), progress.total(),
                100 * progress.iteration() / progress.total(), rate, left / 3600, left / 60 % 60, left % 60);
    }
}
