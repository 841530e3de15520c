package kelvin.cli;

import kelvin.sampler.SampleListener;

/** Shows on rank 0 how a run goes, until it is closed. */
interface ProgressDisplay extends SampleListener, AutoCloseable {
    /** Shows nothing. */
    ProgressDisplay NOTHING = progress -> {
    };

    @Override
    default void close() {
    }
}
