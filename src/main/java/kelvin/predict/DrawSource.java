package kelvin.predict;

import kelvin.store.RunReader;

/** Parameter vectors that can be read as often as needed. */
public interface DrawSource {
    /** Number of chains. */
    int chains();

    /** Number of draws of each chain. */
    int draws();

    /**
     * Reads consecutive draws of a chain.
     *
     * @param theta to be filled [count][d]; may be longer
     */
    void read(int chain, int firstDraw, int count, float[] theta);

    /** The draws of a run file that is open. */
    static DrawSource of(RunReader run) {
        return new DrawSource() {
            @Override
            public int chains() {
                return run.header().ladders();
            }

            @Override
            public int draws() {
                return run.draws();
            }

            @Override
            public void read(int chain, int firstDraw, int count, float[] theta) {
                run.draws(chain, firstDraw, count, theta);
            }
        };
    }
}
