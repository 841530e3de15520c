package kelvin.model;

import java.util.List;

/**
 * Rows of inputs and targets, as the model sees them (standardised, if that was asked for).
 *
 * <p>The arrays are not copied: a data set can be large, and whoever makes one hands them over.
 *
 * @param inputNames names of the input columns [inputs]
 * @param targetNames names of the target columns [targets]
 * @param x inputs [rows][inputs], row-major
 * @param y targets [rows][targets], row-major; class index for categorical, 0 or 1 for Bernoulli,
 *        counts for Poisson
 */
public record DataSet(List<String> inputNames, List<String> targetNames, double[] x, double[] y) {
    /** Checks that both arrays have the same number of rows, at least one. */
    public DataSet {
        inputNames = List.copyOf(inputNames);
        targetNames = List.copyOf(targetNames);
        if (inputNames.isEmpty() || targetNames.isEmpty()) {
            throw new IllegalArgumentException("columns: " + inputNames.size() + " inputs and " + targetNames.size()
                    + " targets, must be at least one each");
        }
        int rows = y.length / targetNames.size();
        if (!(rows >= 1 && rows * targetNames.size() == y.length && (long) rows * inputNames.size() == x.length)) {
            throw new IllegalArgumentException("data: " + x.length + " inputs and " + y.length
                    + " targets, must be the same number of rows, at least one, of "
                    + inputNames.size() + " and " + targetNames.size() + " columns");
        }
    }

    /** Number of rows. */
    public int rows() {
        return y.length / targetNames.size();
    }

    /** Number of input columns. */
    public int inputs() {
        return inputNames.size();
    }

    /** Number of target columns. */
    public int targets() {
        return targetNames.size();
    }
}
