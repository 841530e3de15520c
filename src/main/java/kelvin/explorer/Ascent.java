package kelvin.explorer;

import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;

/**
 * Brings the replicas of a rank up to where the tempered density of their own slot is high, by full-batch Adam (Kingma
 * and Ba 2015, algorithm 1) with a rate that falls to 0 as half a cosine. What it does to a replica depends on where
 * that replica starts and on its rung alone.
 */
public final class Ascent {
    /** Steps: gradients for each replica. */
    public static final int STEPS = 500;
    private static final double RATE = 0.02;
    private static final double DECAY_1 = 0.9;
    private static final double DECAY_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final ReplicaBank bank;
    private final double[] likelihood;
    private final double[] prior;
    private final float[] theta;
    private final float[] ofLikelihood;
    private final float[] ofPrior;
    private final double[][] first;
    private final double[][] second;

    /**
     * For the replicas of a bank that carries gradients.
     *
     * @param likelihood coefficient of the log-likelihood at each local rung [rungs]
     * @param prior coefficient of the log-prior at each local rung [rungs]
     */
    public Ascent(ReplicaBank bank, double[] likelihood, double[] prior) {
        this.bank = bank;
        this.likelihood = likelihood.clone();
        this.prior = prior.clone();
        int d = bank.settings().model().parameters();
        int slots = bank.settings().block().size();
        theta = new float[d];
        ofLikelihood = new float[d];
        ofPrior = new float[d];
        first = new double[slots][d];
        second = new double[slots][d];
    }

    /** Climbs; the bank's caches are fresh before and after. */
    public void climb() {
        SlotBlock block = bank.settings().block();
        for (int n = 1; n <= STEPS; n++) {
            double rate = RATE * 0.5 * (1 + StrictMath.cos(Math.PI * (n - 1) / STEPS));
            for (int s = 0; s < block.size(); s++) {
                step(s, s % block.rungs(), rate, n);
            }
            bank.evaluate();
        }
    }

    private void step(int slot, int rung, double rate, int n) {
        bank.parameters(slot, theta);
        bank.logLikelihoodGradient(slot, ofLikelihood);
        bank.logPriorGradient(slot, ofPrior);
        double correction1 = 1 - StrictMath.pow(DECAY_1, n);
        double correction2 = 1 - StrictMath.pow(DECAY_2, n);
        double[] m = first[slot];
        double[] v = second[slot];
        for (int i = 0; i < theta.length; i++) {
            double g = prior[rung] * ofPrior[i] + likelihood[rung] * ofLikelihood[i];
            m[i] = DECAY_1 * m[i] + (1 - DECAY_1) * g;
            v[i] = DECAY_2 * v[i] + (1 - DECAY_2) * g * g;
            theta[i] += (float) (rate * (m[i] / correction1) / (Math.sqrt(v[i] / correction2) + EPSILON));
        }
        bank.setParameters(slot, theta);
    }
}
