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
    private final DataSet data;
    private final float[][] x;
    private final float[][] y;

    Density(BankSettings settings, Arithmetic arithmetic) {
        this.model = settings.model();
        this.arithmetic = arithmetic;
        data = settings.data();
        chunks = RowChunks.of(model.network(), data.rows());
        x = NetworkPass.inputs(chunks, data.x(), data.inputs());
        y = chunks.layOut(data.y(), data.targets(), 0);
        prior = LogPrior.of(model);
    }

    /** The log-likelihood of segments, with the scratch memory of one thread. */
    Segments segments() {
        return new Segments(chunks, new NetworkPass(model.network(), arithmetic, chunks, x),
                RowLikelihood.of(model, arithmetic, chunks, y, data.targets()));
    }

    /** The log-likelihood of segments of rows; for one thread. */
    static final class Segments {
        private final RowChunks chunks;
        private final NetworkPass pass;
        private final RowLikelihood likelihood;

        private Segments(RowChunks chunks, NetworkPass pass, RowLikelihood likelihood) {
            this.chunks = chunks;
            this.pass = pass;
            this.likelihood = likelihood;
        }

        /**
         * Log-likelihood of the rows of one segment, nats.
         *
         * @param gradient receives the segment's gradient [d]; null if none is wanted
         */
        double logLikelihood(float[] theta, int segment, float[] gradient) {
            double sum = 0;
            int first = chunks.firstChunk(segment);
            for (int c = first; c < chunks.firstChunk(segment + 1); c++) {
                float[] outputs = pass.forward(theta, c);
                sum += likelihood.chunk(theta, c, outputs, gradient, c > first);
                if (gradient != null) {
                    pass.backward(theta, c, gradient, c > first);
                }
            }
            return sum;
        }
    }
}
