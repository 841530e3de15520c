package kelvin.bank.cuda;

/**
 * How replicas are spread over a GPU: a team of blocks for each at a time. No bit depends on it.
 *
 * @param teams how many teams there are
 * @param blocks of a team, a power of two
 * @param kind how its blocks wait for each other
 */
record Spread(int teams, int blocks, Kind kind) {
    /** How blocks of a team wait for each other; the ordinals are TEAM_... of kernels/team.cuh. */
    enum Kind {
        /** A thread-block cluster, or a single block. */
        CLUSTER,
        /** All blocks of the grid are resident. */
        COOPERATIVE
    }

    /**
     * The spread of so many replicas.
     *
     * @param segments blocks of a team that would have work
     * @param resident blocks that fit the GPU at once
     */
    static Spread of(int replicas, int segments, int resident, GpuModel gpu) {
        int blocks = Math.min(segments, Integer.highestOneBit(Math.max(1, resident / replicas)));
        if (blocks == 1) {
            // as many replicas for every team, or one fewer
            int rounds = (replicas + resident - 1) / resident;
            return new Spread((replicas + rounds - 1) / rounds, 1, Kind.CLUSTER);
        }
        return new Spread(replicas, blocks, blocks <= gpu.clusterBlocks() ? Kind.CLUSTER : Kind.COOPERATIVE);
    }

    /** Blocks of the grid. */
    int grid() {
        return teams * blocks;
    }

    /** Whether a launch may wait for the whole grid. */
    boolean resident() {
        return blocks == 1 || kind == Kind.COOPERATIVE;
    }

    /** Blocks of a cluster, 1 for none. */
    int cluster() {
        return kind == Kind.CLUSTER ? blocks : 1;
    }
}
