package kelvin.tempering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Counts the ways of one ladder's replicas from the cold rung to the hottest and back. */
public final class RoundTrips {
    private final boolean[] leftCold;
    private final boolean[] wasHot;
    private long completed;

    /** No trips yet, for K replicas. */
    public RoundTrips(int rungs) {
        leftCold = new boolean[rungs];
        wasHot = new boolean[rungs];
    }

    /**
     * Looks at the ladder once between two swap rounds.
     *
     * @param replicaAtCold replica, 0 to K - 1, on the cold rung
     * @param replicaAtHottest replica on the hottest rung
     */
    public void observe(int replicaAtCold, int replicaAtHottest) {
        if (replicaAtCold == replicaAtHottest) {
            return;
        }
        if (wasHot[replicaAtCold]) {
            completed++;
        }
        leftCold[replicaAtCold] = true;
        wasHot[replicaAtCold] = false;
        wasHot[replicaAtHottest] = leftCold[replicaAtHottest];
    }

    /** Round trips completed. */
    public long completed() {
        return completed;
    }

    /** Writes all that changes. */
    public void save(DataOutput out) throws IOException {
        for (int replica = 0; replica < leftCold.length; replica++) {
            out.writeBoolean(leftCold[replica]);
            out.writeBoolean(wasHot[replica]);
        }
        out.writeLong(completed);
    }

    /** Goes on from what {@link #save} wrote. */
    public void restore(DataInput in) throws IOException {
        for (int replica = 0; replica < leftCold.length; replica++) {
            leftCold[replica] = in.readBoolean();
            wasHot[replica] = in.readBoolean();
        }
        completed = in.readLong();
    }
}
