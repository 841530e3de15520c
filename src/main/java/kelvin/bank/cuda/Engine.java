package kelvin.bank.cuda;

import kelvin.bank.Advance;

/**
 * How the replicas of a bank are evaluated and advanced: the launches, and the memory they need beside the replicas'
 * own. Work is started, not waited for.
 */
interface Engine extends AutoCloseable {
    /** In words, for the device's description. */
    String description();

    /** Starts the evaluation of energies and gradients of all replicas. */
    void evaluate();

    /**
     * Starts iterations from to to - 1 of a call with the swap rounds among them.
     *
     * @param record where they go, from its start
     */
    void advance(Advance orders, int from, int to, TraceMemory record);

    @Override
    void close();
}
