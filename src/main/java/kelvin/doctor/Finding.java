package kelvin.doctor;

/**
 * What was found about one thing that a run may need.
 *
 * @param subject the thing
 * @param state whether it will do
 * @param found what is there, in words
 * @param fix how to get what is missing; empty where nothing is
 */
public record Finding(String subject, State state, String found, String fix) {
    /** Whether a thing will do. */
    public enum State {
        /** It is there and works. */
        FINE,
        /** It is not there; only some runs need it. */
        ABSENT,
        /** It works, but not as it should. */
        DOUBTFUL,
        /** No run is possible without it. */
        BROKEN
    }

    static Finding fine(String subject, String found) {
        return new Finding(subject, State.FINE, found, "");
    }

    static Finding absent(String subject, String found, String fix) {
        return new Finding(subject, State.ABSENT, found, fix);
    }

    static Finding doubtful(String subject, String found, String fix) {
        return new Finding(subject, State.DOUBTFUL, found, fix);
    }

    static Finding broken(String subject, String found, String fix) {
        return new Finding(subject, State.BROKEN, found, fix);
    }
}
