package kelvin.bank.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The replicas' parameters and gradients on the GPU, two places for each, and their energies and places, which the host
 * holds a copy of.
 */
final class ReplicaMemory implements AutoCloseable {
    private final int slots;
    private final int parameters;
    /** Bytes from one parameter vector to the next. */
    private final long step;
    private final DeviceMemory theta;
    private final DeviceMemory gradient;
    private final DeviceMemory state;
    /** Doubles log-likelihood [slots] and log-prior [slots], longs broken [slots], ints current and replicaOf [slots]. */
    private final ByteBuffer copy;
    private boolean changed;

    /** All parameters 0, energies NaN, every slot with the replica of its number. */
    ReplicaMemory(int slots, int parameters, boolean gradients, Struct job) {
        this.slots = slots;
        this.parameters = parameters;
        int stride = stride(parameters);
        step = (long) stride * Float.BYTES;
        theta = new DeviceMemory(2 * slots * step, "parameters of " + slots + " replicas");
        gradient = new DeviceMemory(gradients ? 2 * slots * step : 0, "gradients of " + slots + " replicas");
        copy = ByteBuffer.allocateDirect(slots * 32).order(ByteOrder.nativeOrder());
        for (int s = 0; s < slots; s++) {
            setEnergies(s, Double.NaN, Double.NaN);
            copy.putLong((2 * slots + s) * 8, -1);
            copy.putInt(slots * 28 + s * 4, s);
        }
        state = new DeviceMemory(copy.limit(), "energies");
        job.set("theta", theta).set("gradient", gradient).set("stride", stride).set("slots", slots)
                .set("log_likelihood", state).set("log_prior", state, slots * 8L).set("broken", state, slots * 16L)
                .set("current", state, slots * 24L).set("replica_of", state, slots * 28L);
    }

    /** Floats from one parameter vector to the next: whole cache lines. */
    static int stride(int parameters) {
        return (parameters + 31) / 32 * 32;
    }

    /** Brings what the host changed to the GPU, before a launch. */
    void upload() {
        if (changed) {
            state.write(0, copy);
            changed = false;
        }
    }

    /** Brings what kernels changed to the host. */
    void download() {
        state.read(0, copy);
    }

    double logLikelihood(int replica) {
        return copy.getDouble(replica * 8);
    }

    double logPrior(int replica) {
        return copy.getDouble((slots + replica) * 8);
    }

    /** First iteration at which a slot's state or swap had no energy, or -1. */
    long broken(int slot) {
        return copy.getLong((2 * slots + slot) * 8);
    }

    /** Which replica a slot holds. */
    int replicaOf(int slot) {
        return copy.getInt(slots * 28 + slot * 4);
    }

    void setEnergies(int replica, double logLikelihood, double logPrior) {
        copy.putDouble(replica * 8, logLikelihood);
        copy.putDouble((slots + replica) * 8, logPrior);
        changed = true;
    }

    private long at(int replica) {
        return ((long) copy.getInt(slots * 24 + replica * 4) * slots + replica) * step;
    }

    void readTheta(int replica, float[] into) {
        theta.read(at(replica), into, 0, parameters);
    }

    void writeTheta(int replica, float[] from) {
        theta.write(at(replica), from, parameters);
    }

    void readGradient(int replica, float[] into) {
        gradient.read(at(replica), into, 0, parameters);
    }

    void writeGradient(int replica, float[] from) {
        gradient.write(at(replica), from, parameters);
    }

    @Override
    public void close() {
        theta.close();
        gradient.close();
        state.close();
    }
}
