package kelvin.sampler;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;

import kelvin.store.RunResults;

/**
 * Where a rank's part of a checkpoint goes. It is written while sampling goes on; once every rank's is on the disk,
 * rank 0 completes the checkpoint.
 */
public interface Checkpoints {
    /** They are not kept. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public void take(Snapshot snapshot) {
        }

        @Override
        public long saved() {
            return -1;
        }

        @Override
        public void complete(long iteration) {
        }

        @Override
        public void settle() {
        }

        @Override
        public boolean due() {
            return false;
        }
    };

    /**
     * What one rank adds to a checkpoint.
     *
     * @param iteration iterations done, warm-up included
     * @param slots their states by their numbers over the whole run; the sampler's, which fills them again for the
     *        next checkpoint
     * @param common all other state; on rank 0 alone
     * @param results so far; on rank 0 alone
     * @param last whether the run is done
     */
    record Snapshot(long iteration, Map<Integer, ByteArrayOutputStream> slots, byte[] common,
            Optional<RunResults> results, boolean last) {
    }

    /**
     * Whether it is time for the next one.
     *
     * @throws kelvin.store.StoreException if the last one could not be completed
     */
    boolean due();

    /**
     * Waits until all that was begun is done.
     *
     * @throws kelvin.store.StoreException if something could not be written
     */
    void settle();

    /** Begins to write a snapshot. */
    void take(Snapshot snapshot);

    /**
     * Iteration of the last snapshot that is on the disk; -1 for none.
     *
     * @throws kelvin.store.StoreException if one could not be written
     */
    long saved();

    /** Completes a checkpoint, all of whose parts are on the disk; on rank 0 alone. */
    void complete(long iteration);
}
