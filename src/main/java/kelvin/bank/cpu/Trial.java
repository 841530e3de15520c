package kelvin.bank.cpu;

import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.tempering.BrokenInvariantException;
import kelvin.tempering.Coefficients;

/**
 * One transition of one slot, from proposal to decision; scratch memory that is used again for every slot and
 * iteration. Between {@link #begin} and {@link #decide} the log-likelihood and gradient of {@link #proposal} are to
 * be evaluated before every {@link #step}.
 */
final class Trial {
    private final LogPrior prior;
    private final Arithmetic arithmetic;
    private final long seed;
    private final Stream stream;
    private final float[] velocity;
    private final Dynamics hamiltonian;
    private final Dynamics isokinetic;
    private Replica proposal;
    private Replica current;
    private Coefficients coefficients;
    private float[] scales;
    private float stepSize;
    private int length;
    private int taken;
    /** Null where the transition has none. */
    private Dynamics dynamics;
    private boolean exact;
    private boolean relaxes;
    private double acceptance;
    private byte outcome;

    Trial(Density density, long seed, boolean gradients) {
        this.prior = density.prior;
        this.arithmetic = density.arithmetic;
        this.seed = seed;
        stream = new Stream(seed);
        proposal = new Replica(density.model.parameters(), gradients);
        velocity = new float[(prior.normalsPerDraw() + 63) / 64 * 64];
        int d = density.model.parameters();
        hamiltonian = new Dynamics.Hamiltonian(prior, d, velocity);
        isokinetic = new Dynamics.Isokinetic(prior, d, velocity);
    }

    /** The proposed state. */
    Replica proposal() {
        return proposal;
    }

    /** Probability with which the proposal was accepted. */
    double acceptance() {
        return acceptance;
    }

    /** A constant of {@link Trace}. */
    byte outcome() {
        return outcome;
    }

    /** Whether the proposal waits for another evaluation. */
    boolean waits() {
        return taken < length;
    }

    /**
     * Proposes.
     *
     * @param scaling [d], kept until the decision
     * @param evaluations of the proposal, at least 1
     * @param slot number over the whole run
     */
    void begin(Transition transition, Replica from, Coefficients at, double step, float[] scaling, int evaluations,
            int slot, long iteration) {
        current = from;
        coefficients = at;
        stepSize = (float) step;
        scales = scaling;
        taken = 0;
        // for an exact draw one evaluation is enough
        length = at.likelihood() == 0 ? 1 : evaluations;
        exact = at.likelihood() == 0;
        relaxes = transition instanceof Transition.Relaxation;
        dynamics = transition instanceof Transition.RandomWalk ? null
                : transition instanceof Transition.Mams || relaxes ? isokinetic : hamiltonian;
        float[] theta = proposal.theta;
        if (exact) {
            prior.draw(arithmetic, seed, slot, iteration, at.prior(), velocity, theta);
            return;
        }
        arithmetic.normals(seed, Purpose.PROPOSAL, slot, iteration, velocity, theta.length);
        if (dynamics != null) {
            dynamics.begin();
            kick(current, stepSize / 2);
        }
        move(current.theta, stepSize, theta);
    }

    /** Flips the velocity and leaves the proposal on the same path: as many steps as led to it lead back. */
    void turnBack() {
        taken = 0;
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = -velocity[i];
        }
        kick(proposal, stepSize / 2);
        move(proposal.theta, stepSize, proposal.theta);
    }

    /** The leapfrog step behind an evaluation of the proposal. */
    void step() {
        taken++;
        boolean last = taken == length;
        if (exact || dynamics == null) {
            return;
        }
        kick(proposal, last ? stepSize / 2 : stepSize);
        if (!last) {
            move(proposal.theta, stepSize, proposal.theta);
        }
    }

    /**
     * Accepts or rejects and returns the state that is now in the slot; the other one becomes scratch.
     *
     * @param slot number over the whole run
     */
    Replica decide(int slot, long iteration) {
        proposal.logPrior = prior.value(proposal.theta);
        double logRatio;
        if (exact) {
            logRatio = 0;
        } else {
            logRatio = coefficients.logDensity(proposal.logLikelihood, proposal.logPrior)
                    - coefficients.logDensity(current.logLikelihood, current.logPrior);
            if (dynamics != null) {
                logRatio -= dynamics.gained();
            }
        }
        if (!(Double.isFinite(proposal.logLikelihood) && Double.isFinite(proposal.logPrior)
                && Double.isFinite(logRatio))) {
            outcome = Trace.NOT_FINITE;
            acceptance = 0;
            return current;
        }
        acceptance = relaxes && !exact ? Transition.Relaxation.closeness(logRatio, proposal.theta.length)
                : StrictMath.exp(Math.min(0, logRatio));
        boolean accepted = exact || (relaxes ? logRatio > 0 || acceptance >= Transition.Relaxation.WORST
                : stream.at(Purpose.ACCEPT, slot, iteration).uniform(0) < acceptance);
        outcome = accepted ? Trace.ACCEPTED : Trace.REJECTED;
        if (!accepted) {
            return current;
        }
        Replica now = proposal;
        proposal = current;
        return now;
    }

    /** Stops the run where a state that is to be left has no energy. */
    static void check(Replica replica, int ladder, int rung, long iteration) {
        if (Double.isNaN(replica.logLikelihood) || Double.isNaN(replica.logPrior)) {
            throw new BrokenInvariantException("ladder " + ladder + ", rung " + rung + ", iteration " + iteration
                    + ": log-likelihood " + replica.logLikelihood + ", log-prior " + replica.logPrior
                    + " of the current state");
        }
    }

    private void kick(Replica at, float time) {
        dynamics.kick(at, coefficients, scales, time);
    }

    private void move(float[] from, float time, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = Math.fma(time * scales[i], velocity[i], from[i]);
        }
    }
}
