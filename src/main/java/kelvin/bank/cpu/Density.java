package kelvin.bank.cpu;

import kelvin.bank.BankSettings;
import kelvin.model.DataSet;
import kelvin.model.Model;

/** Everything about the target density that threads share; immutable. */
final class Density {
    final Model model;
    final Arithmetic arithmetic;
    final RowChunks chunks;
    final LogPrior prior;
    private final RowLikelihood likelihood;
    private final float[][] x;

    Density(BankSettings settings, Arithmetic arithmetic) {
        DataSet data = settings.data();
        this.model = settings.model();
        this.arithmetic = arithmetic;
        chunks = RowChunks.of(model.network(), data.rows());
        x = chunks.layOut(data.x(), data.inputs());
        likelihood = RowLikelihood.of(model.likelihood(), data, chunks);
        prior = new LogPrior(model);
    }

    /** Scratch memory for one thread. */
    NetworkPass pass() {
        return new NetworkPass(model.network(), arithmetic, chunks, x);
    }

    /**
     * Log-likelihood of the rows of one segment, nats.
     *
     * @param gradient receives the segment's gradient [d]; null if none is wanted
     */
    double segment(NetworkPass pass, float[] theta, int segment, float[] gradient) {
        double sum = 0;
        int first = chunks.firstChunk(segment);
        for (int c = first; c < chunks.firstChunk(segment + 1); c++) {
            float[] outputs = pass.forward(theta, c);
            sum += likelihood.chunk(theta, c, outputs, gradient != null, gradient, c > first);
            if (gradient != null) {
                pass.backward(theta, c, gradient, c > first);
            }
        }
        return sum;
    }
}
