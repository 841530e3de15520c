package kelvin.store;

import kelvin.model.DataSet;
import kelvin.model.Model;

/**
 * A model with data and, for parameter vectors theta, values that another program computed in float64. Arrays that
 * the file does not have are empty; T parameter vectors, d parameters.
 *
 * @param name of the case in its file
 * @param model network, likelihood and prior
 * @param data rows, in the model's units
 * @param theta parameter vectors [T][d]
 * @param outputs the network's outputs [T][rows * outputs], row-major
 * @param logLikelihood [T], nats
 * @param logPrior [T], nats
 * @param gradLogLikelihood [T][d]
 * @param gradLogPrior [T][d]
 */
public record ReferenceCase(String name, Model model, DataSet data, double[][] theta, double[][] outputs,
        double[] logLikelihood, double[] logPrior, double[][] gradLogLikelihood, double[][] gradLogPrior) {
    /** Checks that there are values of the right length for every theta. */
    public ReferenceCase {
        int count = theta.length;
        if (!(outputs.length == count && logLikelihood.length == count && logPrior.length == count
                && gradLogLikelihood.length == count && gradLogPrior.length == count)) {
            throw new IllegalArgumentException("case " + name + ": " + count + " theta, " + outputs.length
                    + " output, " + logLikelihood.length + " log_likelihood, " + logPrior.length + " log_prior, "
                    + gradLogLikelihood.length + " grad_log_likelihood, " + gradLogPrior.length
                    + " grad_log_prior, must be equally many");
        }
        checkLengths(name, "theta", theta, model.parameters());
        checkLengths(name, "output", outputs, data.rows() * model.network().outputs());
        checkLengths(name, "grad_log_likelihood", gradLogLikelihood, model.parameters());
        checkLengths(name, "grad_log_prior", gradLogPrior, model.parameters());
    }

    /** A case that has data, but no values to compare with. */
    public static ReferenceCase withoutValues(String name, Model model, DataSet data) {
        double[][] none = {};
        return new ReferenceCase(name, model, data, none, none, new double[0], new double[0], none, none);
    }

    private static void checkLengths(String name, String what, double[][] vectors, int length) {
        for (double[] vector : vectors) {
            if (!(vector.length == length)) {
                throw new IllegalArgumentException("case " + name + ": " + what + " of length " + vector.length
                        + ", must be " + length + " for its model and rows");
            }
        }
    }
}
