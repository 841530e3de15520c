package kelvin.cli;

import java.io.PrintStream;
import java.util.Locale;

import kelvin.sampler.RungStatistics;

/** What users of the original expect to see every 100 iterations: rates so far, and swaps since the start. */
final class OriginalLines implements ProgressDisplay {
    private static final int EVERY = 100;

    private final PrintStream out;
    private final long warmup;
    private long warmupAttempts;
    private long warmupAccepted;

    OriginalLines(PrintStream out, long warmup) {
        this.out = out;
        this.warmup = warmup;
    }

    @Override
    public void progress(Progress progress) {
        RungStatistics statistics = progress.statistics();
        long attempts = 0;
        long accepted = 0;
        for (int m = 0; m < statistics.ladders(); m++) {
            for (int k = 0; k + 1 < statistics.rungs(); k++) {
                attempts += statistics.swapAttempts(m, k);
                accepted += statistics.swapsAccepted(m, k);
            }
        }
        if (progress.iteration() % EVERY == 0) {
            out.printf(Locale.ROOT, "Iteration %d:%n", progress.iteration());
            for (int k = 0; k < statistics.rungs(); k++) {
                out.printf(Locale.ROOT, "  Chain %d acceptance: %.2f%n", k, acceptance(statistics, k));
            }
            out.printf(Locale.ROOT, "  Swap attempts: %d, accepted: %d%n", warmupAttempts + attempts,
                    warmupAccepted + accepted);
        }
        if (progress.iteration() == warmup) {
            // the statistics start anew after the warm-up, which users of the original count in
            warmupAttempts = attempts;
            warmupAccepted = accepted;
        }
    }

    private static double acceptance(RungStatistics statistics, int rung) {
        double sum = 0;
        for (int m = 0; m < statistics.ladders(); m++) {
            sum += statistics.acceptedShare(m, rung);
        }
        return sum / statistics.ladders();
    }
}
