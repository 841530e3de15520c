package kelvin.bench;

import kelvin.bank.Predictor;
import kelvin.bank.ReplicaBank;
import kelvin.store.ReferenceCase;

/**
 * Relative errors of a device, the largest over the parameter vectors of a case; NaN if any is. For a scalar
 * |difference| / max(1, |value|), because a log density near 0 nats is a difference of larger terms; for a vector the
 * Euclidean norm of the difference over that of the value.
 *
 * @param output of the network's outputs at all rows, as one vector
 * @param logLikelihood of the log-likelihood
 * @param logPrior of the log-prior
 * @param gradLogLikelihood of the gradient of the log-likelihood
 * @param gradLogPrior of the gradient of the log-prior
 */
public record Errors(double output, double logLikelihood, double logPrior, double gradLogLikelihood,
        double gradLogPrior) {
    /**
     * The errors of a case.
     *
     * @param bank with one slot for each theta, gradients carried
     * @param predictor of the case's rows
     */
    static Errors of(ReferenceCase reference, ReplicaBank bank, Predictor predictor) {
        double[][] theta = reference.theta();
        for (int t = 0; t < theta.length; t++) {
            bank.setParameters(t, floats(theta[t]));
        }
        bank.evaluate();
        Errors worst = new Errors(0, 0, 0, 0, 0);
        for (int t = 0; t < theta.length; t++) {
            float[] outputs = new float[reference.outputs()[t].length];
            predictor.outputs(floats(theta[t]), outputs);
            float[] likelihoodGradient = new float[theta[t].length];
            bank.logLikelihoodGradient(t, likelihoodGradient);
            float[] priorGradient = new float[theta[t].length];
            bank.logPriorGradient(t, priorGradient);
            worst = worst.max(new Errors(
                    relative(outputs, reference.outputs()[t]),
                    relative(bank.logLikelihood(t), reference.logLikelihood()[t]),
                    relative(bank.logPrior(t), reference.logPrior()[t]),
                    relative(likelihoodGradient, reference.gradLogLikelihood()[t]),
                    relative(priorGradient, reference.gradLogPrior()[t])));
        }
        return worst;
    }

    /** Whether every error is at most the tolerance, that of the log-likelihood's gradient its own; NaN is not. */
    boolean within(double tolerance, double ofGradient) {
        return output <= tolerance && logLikelihood <= tolerance && logPrior <= tolerance
                && gradLogLikelihood <= ofGradient && gradLogPrior <= tolerance;
    }

    private Errors max(Errors other) {
        return new Errors(Math.max(output, other.output), Math.max(logLikelihood, other.logLikelihood),
                Math.max(logPrior, other.logPrior), Math.max(gradLogLikelihood, other.gradLogLikelihood),
                Math.max(gradLogPrior, other.gradLogPrior));
    }

    private static double relative(double value, double reference) {
        return Math.abs(value - reference) / Math.max(1, Math.abs(reference));
    }

    private static double relative(float[] value, double[] reference) {
        double differences = 0;
        double squares = 0;
        for (int i = 0; i < reference.length; i++) {
            differences += (value[i] - reference[i]) * (value[i] - reference[i]);
            squares += reference[i] * reference[i];
        }
        return differences == 0 ? 0 : Math.sqrt(differences / squares);
    }

    private static float[] floats(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
