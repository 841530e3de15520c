package kelvin.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a run's wall-clock time went, the only part that differs between equal runs.
 *
 * @param facts about ranks and hosts by name
 * @param seconds of every rank, for every part of the work, in every one of {@link #BINS} equal parts of the run's
 *        iterations [rank][part][bin]; empty where nothing was measured
 */
public record Timing(Map<String, String> facts, List<Double> seconds) {
    /** Parts of a rank's work: in the bank, waiting for a neighbour, swapping with it, reporting to rank 0, writing, copying for checkpoints. */
    public static final List<String> PARTS = List.of("explore", "wait", "swap", "report", "write", "checkpoint");
    /** Parts of a run's iterations. */
    public static final int BINS = 50;

    /** Nothing was measured. */
    public static final Timing NONE = new Timing(Map.of(), List.of());

    /** Copies what it is given, keeping the order of the facts. */
    public Timing {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        seconds = List.copyOf(seconds);
        if (!(seconds.size() % (PARTS.size() * BINS) == 0)) {
            throw new IllegalArgumentException("seconds: " + seconds.size() + " values, must be a multiple of "
                    + PARTS.size() * BINS);
        }
    }

    /** Ranks that were measured. */
    public int ranks() {
        return seconds.size() / (PARTS.size() * BINS);
    }

    /** Seconds of a rank in one part of the work and of the run. */
    public double seconds(int rank, int part, int bin) {
        return seconds.get((rank * PARTS.size() + part) * BINS + bin);
    }

    /** Seconds of a rank in one part of the work. */
    public double seconds(int rank, int part) {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += seconds(rank, part, bin);
        }
        return sum;
    }
}
