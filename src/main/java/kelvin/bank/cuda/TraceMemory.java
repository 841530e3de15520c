package kelvin.bank.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

import kelvin.bank.Advance;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;

/** Where kernels record what happened in so many iterations, and the copy of it for the host. */
final class TraceMemory implements AutoCloseable {
    /** Four doubles, an int and two bytes for each slot and iteration. */
    private static final int BYTES_PER_ENTRY = 4 * Double.BYTES + Integer.BYTES + 2;

    private final SlotBlock block;
    private final int parameters;
    private final int iterations;
    private final int mostDraws;
    private final DeviceMemory entries;
    private final DeviceMemory draws;
    private final ByteBuffer copy;

    /**
     * Room for iterations and draws.
     *
     * @param parameters d
     */
    TraceMemory(SlotBlock block, int parameters, int iterations, int mostDraws) {
        this.block = block;
        this.parameters = parameters;
        this.iterations = iterations;
        this.mostDraws = mostDraws;
        copy = ByteBuffer.allocateDirect(Math.multiplyExact(iterations * block.size(), BYTES_PER_ENTRY))
                .order(ByteOrder.nativeOrder());
        entries = new DeviceMemory(copy.capacity(), "traces");
        draws = new DeviceMemory((long) mostDraws * block.ladders() * parameters * Float.BYTES, "draws");
    }

    /** Iterations there is room for. */
    int iterations() {
        return iterations;
    }

    /** Draws there is room for. */
    int draws() {
        return mostDraws;
    }

    /** Tells a job to do iterations start to end - 1 of those from first to last - 1 that are recorded together. */
    void describe(Struct job, Advance orders, int first, int last, int start, int end) {
        long n = (long) (last - first) * block.size();
        long at = (long) (start - first) * block.size();
        int firstDraw = block.holdsCold() ? orders.drawsBefore(start) - orders.drawsBefore(first) : 0;
        job.set("trace_log_likelihood", entries, 8 * at).set("trace_log_prior", entries, 8 * (n + at))
                .set("trace_acceptance", entries, 8 * (2 * n + at))
                .set("trace_swap_acceptance", entries, 8 * (3 * n + at))
                .set("trace_replica", entries, 32 * n + 4 * at).set("trace_outcome", entries, 36 * n + at)
                .set("trace_swapped", entries, 37 * n + at)
                .set("draws", draws, (long) firstDraw * block.ladders() * parameters * Float.BYTES)
                .set("first_iteration", orders.firstIteration() + start).set("iterations", end - start);
    }

    /**
     * Copies count iterations to a trace from its iteration first on, and their draws from its draw firstDraw on.
     */
    void read(Trace trace, int first, int count, int firstDraw, int drawCount) {
        int n = count * block.size();
        int at = first * block.size();
        entries.read(0, copy.clear().limit(n * BYTES_PER_ENTRY));
        DoubleBuffer doubles = copy.asDoubleBuffer();
        doubles.get(0, trace.logLikelihood, at, n).get(n, trace.logPrior, at, n)
                .get(2 * n, trace.acceptance, at, n).get(3 * n, trace.swapAcceptance, at, n);
        copy.slice(32 * n, 4 * n).order(ByteOrder.nativeOrder()).asIntBuffer()
                .get(0, trace.replica, at, n);
        copy.get(36 * n, trace.outcome, at, n);
        for (int i = 0; i < n; i++) {
            trace.swapped[at + i] = copy.get(37 * n + i) != 0;
        }
        int perDraw = block.ladders() * parameters;
        draws.read(0, trace.draws, firstDraw * perDraw, drawCount * perDraw);
    }

    @Override
    public void close() {
        entries.close();
        draws.close();
    }
}
