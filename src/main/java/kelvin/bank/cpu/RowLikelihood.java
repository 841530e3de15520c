package kelvin.bank.cpu;

import kelvin.model.DataSet;
import kelvin.model.Likelihood;

/** A likelihood over the rows of one chunk after another. Holds targets only, so many threads may share it. */
interface RowLikelihood {
    /**
     * Log-likelihood of a chunk's rows, nats.
     *
     * @param outputs of the network [outputs][stride]; if derivative, receives the derivative of the log-likelihood
     *        by them, 0 in the padding
     * @param gradient receives the chunk's gradient by the likelihood's own parameters, if derivative and if it has
     *        any, at the end of the vector
     * @param add whether that is added to what is there
     */
    double chunk(float[] theta, int chunk, float[] outputs, boolean derivative, float[] gradient, boolean add);

    /** The implementation for a likelihood. */
    static RowLikelihood of(Likelihood likelihood, DataSet data, RowChunks chunks) {
        float[][] targets = chunks.layOut(data.y(), data.targets());
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return new GaussianRows(gaussian.noise(), targets, data.targets(), chunks);
        }
        if (likelihood instanceof Likelihood.GaussianLearned) {
            return new GaussianRows(GaussianRows.LEARNED, targets, data.targets(), chunks);
        }
        throw new UnsupportedOperationException("likelihood " + likelihood.label() + " is not yet supported on the CPU");
    }
}
