package kelvin.cli;

/** What a process tells its caller at its end; the numbers are those of BSD's sysexits. */
enum ExitCode {
    /** Done. */
    DONE(0),
    /** Options that are unknown, wrong, or contradict each other. */
    USAGE(64),
    /** Data that cannot be used. */
    DATA(65),
    /** An input that is not there. */
    NO_INPUT(66),
    /** A device, MPI or memory that is not to be had, or a rank that does not answer. */
    UNAVAILABLE(69),
    /** Something that cannot be true is true. */
    BROKEN(70),
    /** Reading or writing failed. */
    IO(74),
    /** Stopped before the end with a checkpoint written: running it again with --resume goes on. */
    STOPPED(75);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
