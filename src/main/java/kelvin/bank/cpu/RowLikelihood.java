package kelvin.bank.cpu;

import java.util.Arrays;

import kelvin.model.Likelihood;
import kelvin.model.Model;

/** A likelihood over the rows of one chunk after another; for one thread, because it may hold scratch memory. */
abstract class RowLikelihood {
    static final double HALF_LOG_2PI = 0.5 * StrictMath.log(2 * Math.PI);

    final Arithmetic arithmetic;
    final RowChunks chunks;
    /** Targets [chunk][target][stride], shared. */
    final float[][] targets;
    final int columns;

    /** Over targets [chunk][columns][stride]. */
    RowLikelihood(Arithmetic arithmetic, RowChunks chunks, float[][] targets, int columns) {
        this.arithmetic = arithmetic;
        this.chunks = chunks;
        this.targets = targets;
        this.columns = columns;
    }

    /**
     * Log-likelihood of a chunk's rows, nats, summed in float64.
     *
     * @param outputs of the network [outputs][stride], may be overwritten; if there is a gradient, receives the
     *        derivative of the log-likelihood by them, 0 in the padding
     * @param gradient receives, at its end, the chunk's gradient by the likelihood's own parameters, if it has any;
     *        null if no derivatives are wanted
     * @param add whether that is added to what is there
     */
    abstract double chunk(float[] theta, int chunk, float[] outputs, float[] gradient, boolean add);

    /** Scratch for the rows of a chunk. */
    final float[] scratch() {
        return new float[chunks.stride()];
    }

    /** Zeros in the padding of a number of outputs. */
    final void clearPadding(float[] outputs, int count, int chunk) {
        for (int j = 0; j < count; j++) {
            int at = j * chunks.stride();
            Arrays.fill(outputs, at + chunks.rowsOf(chunk), at + chunks.paddedRows(chunk), 0);
        }
    }

    /** The float64 sum of terms 0 to rows - 1. */
    static double sum(float[] terms, int rows) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int r = 0;
        for (; r + 3 < rows; r += 4) {
            s0 += terms[r];
            s1 += terms[r + 1];
            s2 += terms[r + 2];
            s3 += terms[r + 3];
        }
        for (; r < rows; r++) {
            s0 += terms[r];
        }
        return (s0 + s2) + (s1 + s3);
    }

    /** The implementation for a model's likelihood. */
    static RowLikelihood of(Model model, Arithmetic arithmetic, RowChunks chunks, float[][] targets, int columns) {
        Likelihood likelihood = model.likelihood();
        int own = model.likelihoodOffset();
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return new GaussianRows(gaussian.noise(), own, arithmetic, chunks, targets, columns);
        }
        if (likelihood instanceof Likelihood.GaussianLearned) {
            return new GaussianRows(GaussianRows.LEARNED, own, arithmetic, chunks, targets, columns);
        }
        if (likelihood instanceof Likelihood.Heteroscedastic) {
            return new HeteroscedasticRows(arithmetic, chunks, targets, columns);
        }
        if (likelihood instanceof Likelihood.StudentT student) {
            return new StudentTRows(student.degrees(), student.noise(), own, arithmetic, chunks, targets, columns);
        }
        if (likelihood instanceof Likelihood.StudentTLearned student) {
            return new StudentTRows(student.degrees(), GaussianRows.LEARNED, own, arithmetic, chunks, targets,
                    columns);
        }
        if (likelihood instanceof Likelihood.Poisson) {
            return new PoissonRows(arithmetic, chunks, targets, columns);
        }
        if (likelihood instanceof Likelihood.Bernoulli) {
            return new BernoulliRows(arithmetic, chunks, targets, columns);
        }
        Likelihood.Categorical categorical = (Likelihood.Categorical) likelihood;
        return new CategoricalRows(categorical.classes(), arithmetic, chunks, targets, columns);
    }
}
