package kelvin.bank.cuda;

/**
 * What a kind of GPU can do, as far as plans depend on it.
 *
 * @param name as the driver gives it
 * @param multiprocessors how many
 * @param sharedPerBlock shared memory a block may have, bytes
 * @param sharedPerMultiprocessor shared memory of a multiprocessor, bytes
 * @param clusterBlocks most blocks of a thread-block cluster; 1 where there are none
 */
record GpuModel(String name, int multiprocessors, int sharedPerBlock, int sharedPerMultiprocessor, int clusterBlocks) {
    /** What the system takes of a block's shared memory. */
    static final int RESERVED_SHARED = 1024;

    /** Shared memory per block with which two blocks fit a multiprocessor. */
    int sharedForTwo() {
        return Math.min(sharedPerBlock, sharedPerMultiprocessor / 2 - RESERVED_SHARED);
    }
}
