package kelvin.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line on stderr now and then, with rate and time left. */
final class ProgressLines implements ProgressDisplay {
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private final long start;
    private long last;

    ProgressLines(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        last = start;
    }

    @Override
    public void progress(Progress progress) {
        long now = nanoTime.getAsLong();
        if (now - last < INTERVAL_NANOS && progress.iteration() < progress.total()) {
            return;
        }
        last = now;
        double rate = progress.iteration() / ((now - start) * 1e-9);
        long left = Math.round((progress.total() - progress.iteration()) / rate);
        err.printf(Locale.ROOT, "%s: iteration %d of %d (%d%%), %.3g a second, %d:%02d:%02d left%n",
                progress.sampling() ? "sampling" : "warm-up", progress.iteration(), progress.total(),
                100 * progress.iteration() / progress.total(), rate, left / 3600, left / 60 % 60, left % 60);
    }
}
