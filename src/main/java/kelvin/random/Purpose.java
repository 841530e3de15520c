package kelvin.random;

/**
 * What a random number is for. Streams of different purposes never overlap, because the purpose is part of the
 * Philox counter; the ordinal is therefore part of the promise of equal bits and must not be reordered.
 */
public enum Purpose {
    /** Parameters of the replicas before the first iteration. */
    INITIAL,
    /** Momenta of HMC, and the normal noise of a MALA or random-walk proposal. */
    PROPOSAL,
    /** Exact draws from the prior at a rung with no likelihood. */
    PRIOR,
    /** Accept or reject of a transition. */
    ACCEPT,
    /** Accept or reject of a swap; the slot is that of the pair's colder member. */
    SWAP,
    /** Synthetic data sets. */
    DATA,
    /** Posterior predictive noise; the slot is the ladder, the iteration is the draw. */
    PREDICTIVE,
    /** Trajectory lengths. */
    JITTER
}
