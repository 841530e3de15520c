package kelvin.bank;

/**
 * What one {@link ReplicaBank#advance} call returns: for every iteration and local slot the state after the
 * transition and before the swaps. One is made for many calls; the arrays are the bank's to write and the caller's to
 * read between calls. Index [i][s] is at(i, s) in every array.
 */
public final class Trace {
    /** The proposal was rejected. */
    public static final byte REJECTED = 0;
    /** The proposal was accepted. */
    public static final byte ACCEPTED = 1;
    /** The proposal had a NaN or infinite energy: a rejection, counted apart. */
    public static final byte NOT_FINITE = 2;

    /** Log-likelihood of the slot's replica, nats. */
    public final double[] logLikelihood;
    /** Log-prior of the slot's replica, nats. */
    public final double[] logPrior;
    /** Acceptance probability of the transition (1 for an exact prior draw, 0 where not finite). */
    public final double[] acceptance;
    /** {@link #REJECTED}, {@link #ACCEPTED} or {@link #NOT_FINITE}. */
    public final byte[] outcome;
    /** Which of the bank's replicas, 0 to slots - 1, the slot holds: the bank's own numbering, stable within a call. */
    public final int[] replica;
    /** Acceptance probability of the swap of slots s and s + 1 (rungs k and k + 1); NaN where none was tried. */
    public final double[] swapAcceptance;
    /** Whether that swap was accepted. */
    public final boolean[] swapped;
    /** Cold draws [draw][local ladder][d]; empty where the block does not hold the cold rung. */
    public final float[] draws;

    private final int slots;
    private final int capacity;
    private int iterations;
    private int drawCount;

    /**
     * Room for so many iterations of a block and so many draws.
     *
     * @param parameters d
     */
    public Trace(SlotBlock block, int capacity, int drawCapacity, int parameters) {
        this.slots = block.size();
        this.capacity = capacity;
        int n = Math.multiplyExact(capacity, slots);
        logLikelihood = new double[n];
        logPrior = new double[n];
        acceptance = new double[n];
        outcome = new byte[n];
        replica = new int[n];
        swapAcceptance = new double[n];
        swapped = new boolean[n];
        draws = new float[block.holdsCold()
                ? Math.multiplyExact(Math.multiplyExact(drawCapacity, block.ladders()), parameters) : 0];
    }

    /** Index of iteration i of the call and local slot s. */
    public int at(int i, int s) {
        return i * slots + s;
    }

    /** Most iterations a call may have. */
    public int capacity() {
        return capacity;
    }

    /** Iterations of the last call. */
    public int iterations() {
        return iterations;
    }

    /** Draws of the last call. */
    public int drawCount() {
        return drawCount;
    }

    /** Set by the bank at the end of a call. */
    public void filled(int iterations, int drawCount) {
        this.iterations = iterations;
        this.drawCount = drawCount;
    }
}
