package kelvin.bank.cpu;

/** A parameter vector with its cached energies and, where carried, the gradient of its log-likelihood. */
final class Replica {
    /** Parameters [d]. */
    final float[] theta;
    /** Gradient of the log-likelihood [d]; null where none is carried. */
    final float[] gradient;
    /** Nats; NaN while stale. */
    double logLikelihood = Double.NaN;
    /** Nats; NaN while stale. */
    double logPrior = Double.NaN;

    Replica(int parameters, boolean gradients) {
        theta = new float[parameters];
        gradient = gradients ? new float[parameters] : null;
    }
}
