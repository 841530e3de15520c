package kelvin.report;

import java.util.List;
import java.util.Locale;

import kelvin.store.Timing;

/** Plots of where the ranks' time went. */
final class TimePlots {
    private TimePlots() {
    }

    static List<Plot> of(RunView view) {
        Timing timing = view.results().timing();
        return switch (timing.ranks()) {
            case 0 -> List.of();
            case 1 -> List.of(parts(timing));   // which waits for nobody
            default -> List.of(parts(timing), waiting(timing));
        };
    }

    private static Plot parts(Timing timing) {
        double[] ranks = RunView.numbers(timing.ranks());
        double[][] seconds = new double[Timing.PARTS.size()][timing.ranks()];
        for (int part = 0; part < seconds.length; part++) {
            for (int rank = 0; rank < timing.ranks(); rank++) {
                seconds[part][rank] = timing.seconds(rank, part);
            }
        }
        return new Plot("time", "Time of every rank", "Seconds in transitions, waiting for a neighbour, swapping with it, "
                + "reporting to rank 0, there writing, and copying states for checkpoints.", new Figure("rank", "seconds").stack(Timing.PARTS, ranks, seconds)
                        .wholeX().chart());
    }

    /** Share of the time that each rank waited, along the run. */
    private static Plot waiting(Timing timing) {
        int cells = timing.ranks() * Timing.BINS;
        double[] x = new double[cells];
        double[] y = new double[cells];
        double[] share = new double[cells];
        double most = 0.01;
        int wait = Timing.PARTS.indexOf("wait");
        for (int i = 0; i < cells; i++) {
            int rank = i / Timing.BINS;
            int bin = i % Timing.BINS;
            double all = 0;
            for (int part = 0; part < Timing.PARTS.size(); part++) {
                all += timing.seconds(rank, part, bin);
            }
            x[i] = 100.0 * bin / Timing.BINS;
            y[i] = rank;
            share[i] = all > 0 ? timing.seconds(rank, wait, bin) / all : 0;
            most = Math.max(most, share[i]);
        }
        return new Plot("waiting", "Waiting for neighbours", String.format(Locale.ROOT, "Share of a rank's time, along the "
                + "run, from dark (none) to bright (%.1f%%). A rank that never waits is the one that others wait for.", 100 * most),
                new Figure("percent of the iterations", "rank").cells(x, y, share, 100.0 / Timing.BINS, 0, most).wholeY()
                        .rangeY(-0.5, timing.ranks() - 0.5).chart());
    }
}
