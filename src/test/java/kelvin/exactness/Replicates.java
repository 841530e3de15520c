package kelvin.exactness;

/** Something that samples many independent ladders. */
interface Replicates {
    /**
     * Runs every ladder from its start.
     *
     * @param starts [ladder][rung][d]
     * @return where they end [ladder][rung][d]
     */
    double[][][] run(Setting setting, double[][][] starts, long seed);
}
