package kelvin.sampler;

/** What a rank would like to happen to the run, asked at common iterations; the strongest wish of all ranks wins. */
public interface Course {
    /** Wishes, each stronger than those before it. */
    enum Wish {
        /** To go on. */
        GO_ON,
        /** To write a checkpoint and go on. */
        CHECKPOINT,
        /** To write a checkpoint and stop. */
        STOP,
        /** To end the run here, as if these had been all of its iterations. */
        FINISH
    }

    /** Always goes on. */
    Course STEADY = () -> Wish.GO_ON;

    /** What this rank would like now. It may depend on a clock or a signal: no draw depends on it. */
    Wish wish();
}
