package kelvin.sampler;

/** Told on every rank, by its sampling thread, that the run moves; must return at once and changes nothing. */
public interface Pulse {
    /** Nobody listens. */
    Pulse NONE = new Pulse() {
        @Override
        public void beat() {
        }

        @Override
        public void rest() {
        }
    };

    /** A step is done, of a second or one iteration; the next beat or rest follows. */
    void beat();

    /** From here on the rank may wait as long as others take. */
    void rest();
}
