package kelvin.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import kelvin.sampler.RungStatistics;

/**
 * How a run goes, as rows of a CSV file that other programs can follow: at most one a second, each complete once it is
 * there. A run that goes on appends to what is there.
 */
final class LiveStatistics implements ProgressDisplay {
    static final String HEADER = "seconds,phase,iteration,iterations_per_second,log_likelihood,acceptance,"
            + "lowest_swap_acceptance,barrier,round_trips\n";
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final ProgressDisplay beside;
    private final BufferedWriter file;
    private final LongSupplier nanoTime;
    private final long start;
    private long last;
    private long iterationBefore = -1;

    /**
     * Opens the file.
     *
     * @param append whether to go on with the rows that are there
     * @param beside shows progress too
     */
    LiveStatistics(Path path, boolean append, ProgressDisplay beside, LongSupplier nanoTime) throws IOException {
        this.beside = beside;
        this.nanoTime = nanoTime;
        boolean goesOn = append && Files.exists(path) && Files.size(path) > 0;
        file = Files.newBufferedWriter(path, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        if (!goesOn) {
            file.write(HEADER);
            file.flush();
        }
        start = nanoTime.getAsLong();
        last = start;
    }

    @Override
    public void progress(Progress progress) {
        beside.progress(progress);
        long now = nanoTime.getAsLong();
        if (iterationBefore < 0) {
            // the rate is known from the second report on
            iterationBefore = progress.iteration();
            last = now;
        } else if (now - last >= INTERVAL_NANOS || progress.iteration() == progress.total()) {
            write(row(progress, now));
            iterationBefore = progress.iteration();
            last = now;
        }
    }

    private String row(Progress progress, long now) {
        RungStatistics statistics = progress.statistics();
        double rate = (progress.iteration() - iterationBefore) / ((now - last) * 1e-9);
        double acceptance = IntStream.range(0, statistics.ladders()).mapToDouble(m -> statistics.acceptance(m, 0)).average()
                .orElseThrow();
        double[] rejections = Arrays.stream(statistics.swapRejections()).filter(r -> !Double.isNaN(r)).toArray();
        return String.format(Locale.ROOT, "%.3f,%s,%d,%s,%s,%s,%s,%s,%d%n", (now - start) * 1e-9,
                progress.sampling() ? "sampling" : "warm-up", progress.iteration(), number(rate),
                number(progress.logLikelihood()), number(acceptance),
                number(1 - DoubleStream.of(rejections).max().orElse(Double.NaN)), number(DoubleStream.of(rejections).sum()),
                progress.roundTrips());
    }

    /** Six digits; empty where there is no number. */
    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "";
    }

    private void write(String row) {
        try {
            file.write(row);
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (file) {
            beside.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
