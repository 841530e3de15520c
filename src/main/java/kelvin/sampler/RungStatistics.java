package kelvin.sampler;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Sums over iterations for every slot and pair of a run, kept by rank 0. Index [ladder][rung] is ladder * K + rung; a
 * pair is indexed by its colder rung.
 */
public final class RungStatistics {
    private final int rungs;
    private final double[] acceptance;
    private final long[] accepted;
    private final long[] notFinite;
    private final double[] swapAcceptance;
    private final long[] swapAttempts;
    private final long[] swapsAccepted;
    private long iterations;

    /** Empty sums for M ladders of K rungs. */
    public RungStatistics(int ladders, int rungs) {
        this.rungs = rungs;
        int slots = ladders * rungs;
        acceptance = new double[slots];
        accepted = new long[slots];
        notFinite = new long[slots];
        swapAcceptance = new double[slots];
        swapAttempts = new long[slots];
        swapsAccepted = new long[slots];
    }

    /** Number of rungs K. */
    public int rungs() {
        return rungs;
    }

    /** Number of ladders M. */
    public int ladders() {
        return acceptance.length / rungs;
    }

    /** Iterations counted. */
    public long iterations() {
        return iterations;
    }

    /** Mean acceptance probability of the explorer in a slot. */
    public double acceptance(int ladder, int rung) {
        return acceptance[ladder * rungs + rung] / iterations;
    }

    /** Share of accepted proposals of the explorer in a slot. */
    public double acceptedShare(int ladder, int rung) {
        return (double) accepted[ladder * rungs + rung] / iterations;
    }

    /** Proposals with NaN or infinite energy in a slot. */
    public long notFinite(int ladder, int rung) {
        return notFinite[ladder * rungs + rung];
    }

    /** Mean of 1 - acceptance probability of the swaps of rungs k and k + 1; NaN where none was tried. */
    public double swapRejection(int ladder, int rung) {
        int i = ladder * rungs + rung;
        return swapAttempts[i] == 0 ? Double.NaN : 1 - swapAcceptance[i] / swapAttempts[i];
    }

    /** Swap rejections as means over the attempts of all ladders [K-1]; NaN where none was tried. */
    public double[] swapRejections() {
        double[] rejections = new double[rungs - 1];
        for (int k = 0; k < rejections.length; k++) {
            double acceptance = 0;
            long attempts = 0;
            for (int m = 0; m < ladders(); m++) {
                acceptance += swapAcceptance[m * rungs + k];
                attempts += swapAttempts[m * rungs + k];
            }
            rejections[k] = attempts == 0 ? Double.NaN : 1 - acceptance / attempts;
        }
        return rejections;
    }

    /** Swaps tried between rungs k and k + 1. */
    public long swapAttempts(int ladder, int rung) {
        return swapAttempts[ladder * rungs + rung];
    }

    /** Swaps accepted between rungs k and k + 1. */
    public long swapsAccepted(int ladder, int rung) {
        return swapsAccepted[ladder * rungs + rung];
    }

    void iterations(long more) {
        iterations += more;
    }

    void transition(int ladder, int rung, double probability, boolean wasAccepted, boolean wasNotFinite) {
        int i = ladder * rungs + rung;
        acceptance[i] += probability;
        accepted[i] += wasAccepted ? 1 : 0;
        notFinite[i] += wasNotFinite ? 1 : 0;
    }

    void swap(int ladder, int rung, double probability, boolean wasAccepted) {
        int i = ladder * rungs + rung;
        swapAcceptance[i] += probability;
        swapAttempts[i]++;
        swapsAccepted[i] += wasAccepted ? 1 : 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(iterations);
        for (int i = 0; i < acceptance.length; i++) {
            out.writeDouble(acceptance[i]);
            out.writeLong(accepted[i]);
            out.writeLong(notFinite[i]);
            out.writeDouble(swapAcceptance[i]);
            out.writeLong(swapAttempts[i]);
            out.writeLong(swapsAccepted[i]);
        }
    }

    void restore(DataInput in) throws IOException {
        iterations = in.readLong();
        for (int i = 0; i < acceptance.length; i++) {
            acceptance[i] = in.readDouble();
            accepted[i] = in.readLong();
            notFinite[i] = in.readLong();
            swapAcceptance[i] = in.readDouble();
            swapAttempts[i] = in.readLong();
            swapsAccepted[i] = in.readLong();
        }
    }

    void reset() {
        iterations = 0;
        Arrays.fill(acceptance, 0);
        Arrays.fill(accepted, 0);
        Arrays.fill(notFinite, 0);
        Arrays.fill(swapAcceptance, 0);
        Arrays.fill(swapAttempts, 0);
        Arrays.fill(swapsAccepted, 0);
    }
}
