package kelvin.sampler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;

/**
 * The trace of one rank over an interval of iterations, as one message: for every iteration and slot log-likelihood,
 * log-prior, acceptance and swap probabilities (float64), the replica's number in its ladder (int32), outcome and
 * swapped (bytes); then the cold draws [draw][ladder][d] (float32).
 */
final class Report {
    private static final int BYTES_PER_SLOT = 4 * Double.BYTES + Integer.BYTES + 2;

    private final SlotBlock block;
    private final int parameters;
    private final ByteBuffer buffer;
    private final DoubleBuffer doubles;
    private final IntBuffer ints;
    private int iterations;
    private int added;
    private int draws;
    private int drawsAdded;

    /** Room for an interval of so many iterations with so many draws. */
    Report(SlotBlock block, int parameters, int capacity, int drawCapacity) {
        this.block = block;
        this.parameters = parameters;
        long bytes = (long) capacity * block.size() * BYTES_PER_SLOT + drawBytes(drawCapacity);
        buffer = ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
        doubles = buffer.asDoubleBuffer();
        ints = buffer.asIntBuffer();
    }

    /** Empties it for an interval of so many iterations with so many draws; returns the message to fill or send. */
    ByteBuffer begin(int iterations, int draws) {
        this.iterations = iterations;
        this.draws = draws;
        added = 0;
        drawsAdded = 0;
        long bytes = (long) iterations * block.size() * BYTES_PER_SLOT + drawBytes(draws);
        return buffer.clear().limit(Math.toIntExact(bytes));
    }

    /** Appends the trace of one call, whose replicas are numbered within their ladders. */
    void add(Trace trace) {
        for (int i = 0; i < trace.iterations(); i++) {
            for (int s = 0; s < block.size(); s++) {
                int from = trace.at(i, s);
                int to = (added + i) * block.size() + s;
                buffer.putDouble(doubleAt(0, to), trace.logLikelihood[from]);
                buffer.putDouble(doubleAt(1, to), trace.logPrior[from]);
                buffer.putDouble(doubleAt(2, to), trace.acceptance[from]);
                buffer.putDouble(doubleAt(3, to), trace.swapAcceptance[from]);
                buffer.putInt(intAt(to), trace.replica[from]);
                buffer.put(byteAt(0, to), trace.outcome[from]);
                buffer.put(byteAt(1, to), (byte) (trace.swapped[from] ? 1 : 0));
            }
        }
        added += trace.iterations();
        if (block.holdsCold()) {
            drawBuffer().position(drawsAdded * floatsPerDraw()).put(trace.draws, 0, trace.drawCount() * floatsPerDraw());
            drawsAdded += trace.drawCount();
        }
    }

    SlotBlock block() {
        return block;
    }

    /** Iterations of the interval. */
    int iterations() {
        return iterations;
    }

    double logLikelihood(int iteration, int slot) {
        return buffer.getDouble(doubleAt(0, iteration * block.size() + slot));
    }

    double logPrior(int iteration, int slot) {
        return buffer.getDouble(doubleAt(1, iteration * block.size() + slot));
    }

    double acceptance(int iteration, int slot) {
        return buffer.getDouble(doubleAt(2, iteration * block.size() + slot));
    }

    double swapAcceptance(int iteration, int slot) {
        return buffer.getDouble(doubleAt(3, iteration * block.size() + slot));
    }

    int replica(int iteration, int slot) {
        return buffer.getInt(intAt(iteration * block.size() + slot));
    }

    byte outcome(int iteration, int slot) {
        return buffer.get(byteAt(0, iteration * block.size() + slot));
    }

    boolean swapped(int iteration, int slot) {
        return buffer.get(byteAt(1, iteration * block.size() + slot)) != 0;
    }

    /**
     * Copies what the block's m-th ladder had at an iteration, its rungs in a row, to three arrays from an offset on.
     *
     * @param logLikelihood nats
     * @param logPrior nats
     * @param replica numbers within the ladder
     */
    void copy(int iteration, int m, double[] logLikelihood, double[] logPrior, int[] replica, int offset) {
        int cell = iteration * block.size() + m * block.rungs();
        int cells = iterations * block.size();
        doubles.get(cell, logLikelihood, offset, block.rungs());
        doubles.get(cells + cell, logPrior, offset, block.rungs());
        ints.get(4 * cells * (Double.BYTES / Integer.BYTES) + cell, replica, offset, block.rungs());
    }

    /** Copies one cold draw of the block's m-th ladder to theta from offset on. */
    void draw(int draw, int m, float[] theta, int offset) {
        drawBuffer().position(draw * floatsPerDraw() + m * parameters).get(theta, offset, parameters);
    }

    private FloatBuffer drawBuffer() {
        int start = iterations * block.size() * BYTES_PER_SLOT;
        return buffer.duplicate().order(ByteOrder.nativeOrder()).position(start).slice().order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private int floatsPerDraw() {
        return block.ladders() * parameters;
    }

    private long drawBytes(int draws) {
        return block.holdsCold() ? (long) draws * floatsPerDraw() * Float.BYTES : 0;
    }

    private int doubleAt(int column, int index) {
        return (column * iterations * block.size() + index) * Double.BYTES;
    }

    private int intAt(int index) {
        return 4 * iterations * block.size() * Double.BYTES + index * Integer.BYTES;
    }

    private int byteAt(int column, int index) {
        return iterations * block.size() * (4 * Double.BYTES + Integer.BYTES) + column * iterations * block.size() + index;
    }
}
