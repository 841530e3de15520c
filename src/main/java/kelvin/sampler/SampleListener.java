package kelvin.sampler;

/** Told by rank 0 how the run goes, from the sampling thread; must return quickly and changes nothing. */
public interface SampleListener {
    /** Nothing is told. */
    SampleListener NONE = (progress) -> {
    };

    /** Called at common iterations, at least once a phase's end, and at every multiple of 100 iterations. */
    void progress(Progress progress);

    /**
     * Where the run stands.
     *
     * @param iteration iterations done, warm-up included
     * @param total iterations to do, warm-up included
     * @param sampling whether the warm-up is over
     * @param statistics of all iterations of the current phase; may be read during the call only
     * @param logLikelihood of the cold rungs at this iteration, mean over the ladders, nats
     * @param roundTrips of all ladders in the current phase
     */
    record Progress(long iteration, long total, boolean sampling, RungStatistics statistics, double logLikelihood,
            long roundTrips) {
    }
}
