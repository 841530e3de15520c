package kelvin.tempering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Counts the ways of one ladder's replicas from the cold rung to the hottest and back. */
public final class RoundTrips {
    private final boolean[] leftCold;
    private final boolean[] wasHot;
    private long completed;
    private long restarts;

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
            restarts++;
            completed += leftCold[replicaAtCold] ? 1 : 0;
        }
        leftCold[replicaAtCold] = true;
        wasHot[replicaAtCold] = false;
        wasHot[replicaAtHottest] = true;
    }

    /** Forgets how many there were, and not where replicas are on their ways. */
    public void resetCounts() {
        completed = 0;
        restarts = 0;
    }

    /** Times that a replica came to the cold rung from the hottest, where nothing of what it was is left. */
    public long restarts() {
        return restarts;
    }

    /** Restarts of replicas that had been on the cold rung before: round trips completed. */
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
        out.writeLong(restarts);
    }

    /** Goes on from what {@link #save} wrote. */
    public void restore(DataInput in) throws IOException {
        for (int replica = 0; replica < leftCold.length; replica++) {
            leftCold[replica] = in.readBoolean();
            wasHot[replica] = in.readBoolean();
        }
        completed = in.readLong();
        restarts = in.readLong();
    }
}
