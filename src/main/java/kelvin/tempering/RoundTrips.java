package kelvin.tempering;

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
}
