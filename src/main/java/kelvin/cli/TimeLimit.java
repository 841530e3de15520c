package kelvin.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

import kelvin.sampler.Course;

/** Wishes to stop when the time is up. */
final class TimeLimit implements Course {
    private final LongSupplier nanoTime;
    private final long end;
    private final Course beside;

    /**
     * From now on.
     *
     * @param beside what else may end the run
     */
    TimeLimit(Duration limit, LongSupplier nanoTime, Course beside) {
        this.nanoTime = nanoTime;
        this.beside = beside;
        end = nanoTime.getAsLong() + limit.toNanos();
    }

    @Override
    public Wish wish() {
        return nanoTime.getAsLong() - end >= 0 ? Wish.STOP : beside.wish();
    }
}
