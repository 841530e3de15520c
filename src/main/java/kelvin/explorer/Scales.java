package kelvin.explorer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

import kelvin.bank.ReplicaBank;

/**
 * The scales of the proposals of every slot of a rank: 1 at first, then, after every round of the warm-up, for each
 * parameter the geometric mean of the scale that its prior has and the scale on which the log density bends,
 *
 * <pre>scale = s (b + s^2 E[(a g)^2])^(-1/4)</pre>
 *
 * with s the prior's scale, g the gradient of the log-likelihood, and a and b the slot's coefficients; by E[(a g)^2],
 * over the round's iterations, the gradient tells the mean curvature without second derivatives, and from few
 * iterations, since what it is made of varies far faster than the parameters do. Why neither scale alone is better:
 * docs/mathematics.md.
 */
public final class Scales {
    private final ReplicaBank bank;
    /** Squares of the prior's scales [d]. */
    private final double[] priorVariance;
    private final double[][] squares;
    private final long[] count;
    private final float[][] scales;
    private final float[] gradient;

    /** For the slots of a bank that carries gradients. */
    public Scales(ReplicaBank bank) {
        this.bank = bank;
        priorVariance = Arrays.stream(bank.settings().model().priorScales()).map(s -> s * s).toArray();
        int slots = bank.settings().block().size();
        squares = new double[slots][priorVariance.length];
        count = new long[slots];
        scales = new float[slots][priorVariance.length];
        for (float[] slot : scales) {
            Arrays.fill(slot, 1);
        }
        gradient = new float[priorVariance.length];
    }

    /** The scales of a slot now [d], a copy. */
    public float[] of(int slot) {
        return scales[slot].clone();
    }

    /**
     * Takes the gradients where the replicas are now.
     *
     * @param likelihood coefficient of the log-likelihood at each local rung
     */
    public void update(double[] likelihood) {
        for (int s = 0; s < scales.length; s++) {
            double a = likelihood[s % likelihood.length];
            bank.logLikelihoodGradient(s, gradient);
            for (int i = 0; i < gradient.length; i++) {
                double g = a * gradient[i];
                squares[s][i] += g * g;
            }
            count[s]++;
        }
    }

    /**
     * Gives the bank the scales that the gradients since the last time tell, and forgets these.
     *
     * @param prior coefficient of the log-prior at each local rung
     */
    public void settle(double[] prior) {
        for (int s = 0; s < scales.length; s++) {
            double b = prior[s % prior.length];
            if (count[s] > 0) {
                for (int i = 0; i < gradient.length; i++) {
                    double curvature = b + priorVariance[i] * squares[s][i] / count[s];
                    scales[s][i] = (float) (Math.sqrt(priorVariance[i]) / Math.sqrt(Math.sqrt(curvature)));
                }
                bank.setScales(s, scales[s]);
            }
            forget(s);
        }
    }

    /** Writes all that belongs to a slot and changes. */
    public void save(int slot, DataOutput out) throws IOException {
        out.writeLong(count[slot]);
        for (int i = 0; i < gradient.length; i++) {
            out.writeFloat(scales[slot][i]);
            if (count[slot] > 0) {
                out.writeDouble(squares[slot][i]);
            }
        }
    }

    /** Gives a slot what {@link #save} wrote, on this rank or on another. */
    public void restore(int slot, DataInput in) throws IOException {
        count[slot] = in.readLong();
        for (int i = 0; i < gradient.length; i++) {
            scales[slot][i] = in.readFloat();
            if (count[slot] > 0) {
                squares[slot][i] = in.readDouble();
            }
        }
        bank.setScales(slot, scales[slot]);
    }

    private void forget(int slot) {
        Arrays.fill(squares[slot], 0);
        count[slot] = 0;
    }
}
