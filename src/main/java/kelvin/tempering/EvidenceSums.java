package kelvin.tempering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the log evidence needs of one ladder's log-likelihoods, as sums over batches of successive iterations. There are
 * never more than {@link #MOST_BATCHES}: when they are full, neighbours are joined, so that memory does not grow and
 * batches become longer than the autocorrelation.
 */
public final class EvidenceSums {
    /** An even number. */
    public static final int MOST_BATCHES = 64;

    private final int rungs;
    private final double[] beta;
    /** Of (beta_k - beta_(k+1)) L_(k+1) [batch][k]. */
    private final ExpSums[] forward = new ExpSums[MOST_BATCHES];
    /** Of -(beta_k - beta_(k+1)) L_k [batch][k]. */
    private final ExpSums[] backward = new ExpSums[MOST_BATCHES];
    private final double[][] logLikelihood;
    private final long[] counts = new long[MOST_BATCHES];
    private long length = 1;
    private int last;

    /** What is summed for two neighbours k (colder) and k + 1. */
    enum Term {
        /** exp((beta_k - beta_(k+1)) L_(k+1)): the forward stepping stone. */
        FORWARD,
        /** exp(-(beta_k - beta_(k+1)) L_k): the backward one. */
        BACKWARD,
        /** exp((beta_k - beta_(k+1)) L_(k+1) / 2): half the way from the hotter side. */
        HALF_FORWARD,
        /** exp(-(beta_k - beta_(k+1)) L_k / 2): half the way from the colder side. */
        HALF_BACKWARD
    }

    /** Nothing yet, of a ladder of K rungs. */
    public EvidenceSums(int rungs) {
        this.rungs = rungs;
        beta = new double[rungs];
        Arrays.setAll(forward, b -> new ExpSums(rungs - 1));
        Arrays.setAll(backward, b -> new ExpSums(rungs - 1));
        logLikelihood = new double[MOST_BATCHES][rungs];
        clear(0);
    }

    /** Forgets all and goes on with this ladder, of as many rungs. */
    public void begin(Ladder ladder) {
        for (int k = 0; k < rungs; k++) {
            beta[k] = ladder.coefficients(k).likelihood();
        }
        length = 1;
        last = 0;
        clear(0);
    }

    /**
     * Takes one iteration.
     *
     * @param values log-likelihoods, nats, those of this ladder from an offset on [K]
     */
    public void add(double[] values, int offset) {
        if (counts[last] == length) {
            nextBatch();
        }
        for (int k = 0; k < rungs; k++) {
            logLikelihood[last][k] += values[offset + k];
        }
        for (int k = 0; k + 1 < rungs; k++) {
            double step = beta[k] - beta[k + 1];
            forward[last].add(k, step * values[offset + k + 1]);
            backward[last].add(k, -step * values[offset + k]);
        }
        counts[last]++;
    }

    private void nextBatch() {
        last++;
        if (last == MOST_BATCHES) {
            for (int b = 0; b < MOST_BATCHES / 2; b++) {
                join(2 * b, 2 * b + 1, b);
            }
            last = MOST_BATCHES / 2;
            length *= 2;
        }
        clear(last);
    }

    private void join(int one, int other, int into) {
        for (int k = 0; k < rungs; k++) {
            logLikelihood[into][k] = logLikelihood[one][k] + logLikelihood[other][k];
        }
        forward[into].join(forward[one], forward[other]);
        backward[into].join(backward[one], backward[other]);
        counts[into] = counts[one] + counts[other];
    }

    private void clear(int batch) {
        forward[batch].clear();
        backward[batch].clear();
        Arrays.fill(logLikelihood[batch], 0);
        counts[batch] = 0;
    }

    int rungs() {
        return rungs;
    }

    double beta(int k) {
        return beta[k];
    }

    /** Batches of one length; what came after them, less than a batch, is the next. */
    int batches() {
        return counts[last] == length ? last + 1 : last;
    }

    /** Iterations in a batch, or in what came after the last. */
    long count(int batch) {
        return batch <= last ? counts[batch] : 0;
    }

    /** The logarithm of a term's sum over the iterations of a batch, for rungs k and k + 1. */
    double logSum(Term term, int batch, int k) {
        if (batch > last) {
            return LogSum.EMPTY;
        }
        return switch (term) {
            case FORWARD -> forward[batch].logSum(k);
            case BACKWARD -> backward[batch].logSum(k);
            case HALF_FORWARD -> forward[batch].logHalfSum(k);
            case HALF_BACKWARD -> backward[batch].logHalfSum(k);
        };
    }

    /** The sum of the log-likelihoods of rung k over the iterations of a batch. */
    double logLikelihood(int batch, int k) {
        return batch <= last ? logLikelihood[batch][k] : 0;
    }

    /** Writes all that changes. */
    public void save(DataOutput out) throws IOException {
        out.writeLong(length);
        out.writeInt(last);
        for (double value : beta) {
            out.writeDouble(value);
        }
        for (int b = 0; b <= last; b++) {
            out.writeLong(counts[b]);
            forward[b].save(out);
            backward[b].save(out);
            for (double sum : logLikelihood[b]) {
                out.writeDouble(sum);
            }
        }
    }

    /** Goes on from what {@link #save} wrote. */
    public void restore(DataInput in) throws IOException {
        length = in.readLong();
        last = in.readInt();
        if (!(last >= 0 && last < MOST_BATCHES)) {
            throw new IOException("batch " + last + ", must be 0 to " + (MOST_BATCHES - 1));
        }
        for (int k = 0; k < rungs; k++) {
            beta[k] = in.readDouble();
        }
        for (int b = 0; b <= last; b++) {
            counts[b] = in.readLong();
            forward[b].restore(in);
            backward[b].restore(in);
            for (int k = 0; k < rungs; k++) {
                logLikelihood[b][k] = in.readDouble();
            }
        }
    }
}
