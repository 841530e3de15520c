package kelvin.sampler;

import java.util.EnumMap;
import java.util.Map;

/** Where a rank's wall-clock time went; never read by anything that decides. */
final class Stopwatch {
    private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
    private final long born = System.nanoTime();
    private long started;

    /** What time is spent on. */
    enum Part {
        /** Transitions and swaps inside the bank. */
        EXPLORE,
        /** Swaps across ranks, waiting included. */
        SWAP,
        /** Reports to rank 0, waiting included. */
        REPORT
    }

    void start() {
        started = System.nanoTime();
    }

    void stop(Part part) {
        nanos.merge(part, System.nanoTime() - started, Long::sum);
    }

    double seconds(Part part) {
        return nanos.getOrDefault(part, 0L) * 1e-9;
    }

    double secondsSinceBirth() {
        return (System.nanoTime() - born) * 1e-9;
    }
}
