package kelvin.explorer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    /** Parameters that are saved at once: one by one they would take longer than everything else of a checkpoint. */
    private static final int CHUNK = 1 << 13;

    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES);
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

    /** Most bytes that {@link #save} writes. */
    public int bytes() {
        return Math.addExact(Long.BYTES, Math.multiplyExact(gradient.length, Float.BYTES + Double.BYTES));
    }

    /** Writes all that belongs to a slot and changes. */
    public void save(int slot, DataOutput out) throws IOException {
        out.writeLong(count[slot]);
        for (int from = 0; from < gradient.length; from += CHUNK) {
            int n = Math.min(CHUNK, gradient.length - from);
            chunk.clear().asFloatBuffer().put(scales[slot], from, n);
            out.write(chunk.array(), 0, n * Float.BYTES);
            if (count[slot] > 0) {
                chunk.asDoubleBuffer().put(squares[slot], from, n);
                out.write(chunk.array(), 0, n * Double.BYTES);
            }
        }
    }

    /** Gives a slot what {@link #save} wrote, on this rank or on another. */
    public void restore(int slot, DataInput in) throws IOException {
        count[slot] = in.readLong();
        for (int from = 0; from < gradient.length; from += CHUNK) {
            int n = Math.min(CHUNK, gradient.length - from);
            in.readFully(chunk.array(), 0, n * Float.BYTES);
            chunk.clear().asFloatBuffer().get(scales[slot], from, n);
            if (count[slot] > 0) {
                in.readFully(chunk.array(), 0, n * Double.BYTES);
                chunk.asDoubleBuffer().get(squares[slot], from, n);
            }
        }
        bank.setScales(slot, scales[slot]);
    }

    private void forget(int slot) {
        Arrays.fill(squares[slot], 0);
        count[slot] = 0;
    }
}
