package kelvin.bank;

/** The network's outputs at fixed input rows for one parameter vector after another. For one calling thread. */
public interface Predictor extends AutoCloseable {
    /** Number of input rows. */
    int rows();

    /**
     * Evaluates the network.
     *
     * @param theta parameters [d], network first
     * @param outputs receives [rows][outputs], row-major
     */
    void outputs(float[] theta, float[] outputs);

    @Override
    void close();
}
