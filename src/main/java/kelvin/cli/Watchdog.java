package kelvin.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

import kelvin.sampler.Pulse;

/**
 * Ends the process when its rank has given no sign of life for too long, with the stacks of its threads: a rank that
 * hangs makes all others wait for it, and each of them says where. It counts its own ticks instead of asking a clock, so
 * that a job that was suspended is not taken for one that hangs.
 *
 * <p>It does not speak to other ranks, which is what no longer works: every rank tells of itself once the limit is over,
 * and ends a tenth of it later, five seconds at least, when the others have had the time to do the same. A rank that is
 * stopped altogether says nothing; the launcher ends it when the others end.
 */
final class Watchdog implements Pulse, AutoCloseable {
    private static final int TICKS = 20;
    /** Those that were behind when they met the one that hangs notice it later. */
    private static final long LEAST_GRACE_MILLIS = 5000;
    private static final long RESTING = -1;

    private final AtomicLong beats = new AtomicLong(RESTING);
    private final String limit;
    private final String who;
    private final PrintStream err;
    private final IntConsumer end;
    private final Thread thread;

    /**
     * Watches from the first beat on.
     *
     * @param who this rank in words
     * @param end ends the process at once with an exit code
     */
    Watchdog(Duration limit, String who, PrintStream err, IntConsumer end) {
        this.limit = words(limit);
        this.who = who;
        this.err = err;
        this.end = end;
        thread = new Thread(() -> watch(Math.max(1, limit.toMillis() / TICKS)), "watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void beat() {
        beats.set(Math.max(RESTING, beats.get()) + 1);
    }

    @Override
    public void rest() {
        beats.set(RESTING);
    }

    private void watch(long tickMillis) {
        long grace = Math.max(TICKS / 10, LEAST_GRACE_MILLIS / tickMillis);
        long seen = RESTING;
        int idle = 0;
        while (true) {
            try {
                Thread.sleep(tickMillis);
            } catch (InterruptedException e) {
                return;
            }
            long now = beats.get();
            idle = now == RESTING || now != seen ? 0 : idle + 1;
            seen = now;
            if (idle == TICKS) {
                err.print(report());
                err.flush();
            } else if (idle == TICKS + grace) {
                end.accept(ExitCode.UNAVAILABLE.number());
                return;
            }
        }
    }

    private String report() {
        StringBuilder text = new StringBuilder("kelvin: " + who + ": has not moved for " + limit + " (--stall-limit), all "
                + "ranks end; --resume goes on from the last checkpoint. Its threads:\n");
        List<Map.Entry<Thread, StackTraceElement[]>> threads = Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey() != Thread.currentThread() && entry.getValue().length > 0)
                .filter(entry -> "main".equals(group(entry.getKey())))
                .sorted(Comparator.comparing(entry -> entry.getKey().getName())).toList();
        for (Map.Entry<Thread, StackTraceElement[]> entry : threads) {
            text.append("  ").append(entry.getKey().getName()).append(", ").append(entry.getKey().getState()).append('\n');
            for (StackTraceElement frame : entry.getValue()) {
                text.append("    at ").append(frame).append('\n');
            }
        }
        return text.toString();
    }

    /** The virtual machine's own threads are in other groups than "main". */
    private static String group(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null ? null : group.getName();
    }

    private static String words(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** Watches no longer. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
