package kelvin.bank;

import java.nio.FloatBuffer;

/**
 * The replicas of one rank on one device: a parameter vector theta [d] (float32) for each local slot, with its cached
 * log-likelihood and log-prior (float64) and, where {@link BankSettings#gradients}, the gradient of its
 * log-likelihood (float32).
 *
 * <p>Equal settings and calls give equal bits, whatever the number of threads and however slots are spread over
 * banks: what happens in a slot depends on its global number, the problem and the iteration alone.
 *
 * <p>A bank is for one calling thread. "Slot" in every method is a local slot of the bank's {@link SlotBlock}.
 */
public interface ReplicaBank extends AutoCloseable {
    /** What it was made for. */
    BankSettings settings();

    /** The device in words: name, vector width or memory, threads. */
    String device();

    /**
     * Sets the parameters of a slot's replica; its caches are stale until {@link #evaluate}.
     *
     * @param theta [d], copied
     */
    void setParameters(int slot, float[] theta);

    /** Copies the parameters of a slot's replica into theta [d]. */
    void parameters(int slot, float[] theta);

    /** Computes log-likelihood, log-prior and (if carried) gradient of every replica from its parameters. */
    void evaluate();

    /** Cached log-likelihood of the slot's replica, nats. */
    double logLikelihood(int slot);

    /** Cached log-prior of the slot's replica, nats. */
    double logPrior(int slot);

    /** Copies the cached gradient of the log-likelihood into gradient [d]; only where gradients are carried. */
    void logLikelihoodGradient(int slot, float[] gradient);

    /** Writes the gradient of the log-prior at the slot's parameters into gradient [d]. */
    void logPriorGradient(int slot, float[] gradient);

    /**
     * Sets the scales of a slot's proposals: the lengths of its directions, in units of the step size. They are 1 at
     * first, and stay with the slot when replicas are exchanged. An exact draw from the prior does without them.
     *
     * @param scales [d], above 0, copied
     */
    void setScales(int slot, float[] scales);

    /**
     * Runs iterations as {@link Advance} says and fills the trace.
     *
     * @throws kelvin.tempering.BrokenInvariantException if a current state or a swap ratio is NaN
     */
    void advance(Advance plan, Trace trace);

    /** Which of the bank's replicas, 0 to slots - 1, the slot holds: the numbering of {@link Trace#replica}. */
    int replica(int slot);

    /** Floats of one replica in a message: d parameters and, if carried, d gradient values. */
    int stateFloats();

    /** Appends {@link #stateFloats} floats of the slot's replica to a buffer. */
    void pack(int slot, FloatBuffer into);

    /**
     * Replaces the slot's replica by one that {@link #pack} wrote elsewhere; the bank's number of the place in memory
     * stays.
     */
    void unpack(int slot, FloatBuffer from, double logLikelihood, double logPrior);

    @Override
    void close();
}
