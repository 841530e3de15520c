package kelvin.model;

import java.util.Arrays;

/**
 * Log-likelihood and log-prior of a model on a data set, with gradients, in plain double precision: the truth that
 * faster implementations are compared to. Clear rather than fast. All values are in nats, fully normalised.
 *
 * <p>Immutable; safe to share between threads.
 */
public final class ReferenceDensity {
    private final Model model;
    private final Network network;
    private final DataSet data;
    private final RowDensity rowDensity;
    private final PriorDensity priorDensity;

    /**
     * The density of a model on rows.
     *
     * @throws IllegalArgumentException if the network's widths do not fit the data, or a class is not one the
     *         likelihood has
     */
    public ReferenceDensity(Model model, DataSet data) {
        this.model = model;
        this.network = model.network();
        this.data = data;
        this.rowDensity = RowDensity.of(model.likelihood());
        this.priorDensity = PriorDensity.of(model);
        int outputs = model.likelihood().outputs(data.targets());
        if (!(network.inputs() == data.inputs() && network.outputs() == outputs)) {
            throw new IllegalArgumentException("sizes: " + network.sizes() + ", must start with the data's "
                    + data.inputs() + " inputs and end with " + outputs + " outputs");
        }
        if (model.likelihood() instanceof Likelihood.Bernoulli) {
            checkClasses(2);
        } else if (model.likelihood() instanceof Likelihood.Categorical categorical) {
            checkClasses(categorical.classes());
        } else if (model.likelihood().targetKind() == TargetKind.COUNTS) {
            checkCounts();
        }
    }

    /**
     * Log-likelihood of all rows.
     *
     * @param theta parameters [d]
     */
    public double logLikelihood(double[] theta) {
        double[] own = own(theta);
        double[][] h = layers();
        double sum = 0;
        for (int row = 0; row < data.rows(); row++) {
            forward(theta, row, h);
            sum += rowDensity.logDensity(h[network.layers()], targets(row), own);
        }
        return sum;
    }

    /**
     * Log-prior.
     *
     * @param theta parameters [d]
     */
    public double logPrior(double[] theta) {
        checkLength(theta);
        return priorDensity.logDensity(theta);
    }

    /**
     * Gradient of the log-likelihood.
     *
     * @param theta parameters [d]
     * @param out receives the gradient [d]
     */
    public void logLikelihoodGradient(double[] theta, double[] out) {
        double[] own = own(theta);
        double[] ownSum = new double[own.length];
        double[][] h = layers();
        double[][] dh = layers();
        Arrays.fill(out, 0);
        for (int row = 0; row < data.rows(); row++) {
            forward(theta, row, h);
            rowDensity.gradient(h[network.layers()], targets(row), own, dh[network.layers()], ownSum);
            backward(theta, h, dh, out);
        }
        System.arraycopy(ownSum, 0, out, model.likelihoodOffset(), own.length);
    }

    /**
     * Gradient of the log-prior.
     *
     * @param theta parameters [d]
     * @param out receives the gradient [d]; a Laplace density has none at 0, where 0 is taken
     */
    public void logPriorGradient(double[] theta, double[] out) {
        checkLength(theta);
        priorDensity.gradient(theta, out);
    }

    /**
     * The network's outputs.
     *
     * @param theta parameters [d]
     * @param out receives [rows][outputs], row-major
     */
    public void outputs(double[] theta, double[] out) {
        checkLength(theta);
        double[][] h = layers();
        for (int row = 0; row < data.rows(); row++) {
            forward(theta, row, h);
            System.arraycopy(h[network.layers()], 0, out, row * network.outputs(), network.outputs());
        }
    }

    /** h_0 = x, a_l = h_{l-1} W_l + b_l; h[l] holds h_l, but before the activation where l is not the input. */
    private void forward(double[] theta, int row, double[][] h) {
        System.arraycopy(data.x(), row * data.inputs(), h[0], 0, data.inputs());
        for (int l = 0; l < network.layers(); l++) {
            for (int j = 0; j < network.out(l); j++) {
                double sum = theta[network.biasOffset(l) + j];
                for (int i = 0; i < network.in(l); i++) {
                    sum += activated(h, l, i) * theta[network.weightOffset(l) + i * network.out(l) + j];
                }
                h[l + 1][j] = sum;
            }
        }
    }

    /** From the derivatives dh[layers] by the outputs of a row, adds those by the parameters. */
    private void backward(double[] theta, double[][] h, double[][] dh, double[] out) {
        for (int l = network.layers() - 1; l >= 0; l--) {
            for (int j = 0; j < network.out(l); j++) {
                out[network.biasOffset(l) + j] += dh[l + 1][j];
            }
            for (int i = 0; i < network.in(l); i++) {
                double value = activated(h, l, i);
                double sum = 0;
                for (int j = 0; j < network.out(l); j++) {
                    int weight = network.weightOffset(l) + i * network.out(l) + j;
                    out[weight] += value * dh[l + 1][j];
                    sum += theta[weight] * dh[l + 1][j];
                }
                dh[l][i] = l == 0 ? sum : sum * network.activation().derivative(h[l][i]);
            }
        }
    }

    private double activated(double[][] h, int l, int i) {
        return l == 0 ? h[0][i] : network.activation().value(h[l][i]);
    }

    private double[][] layers() {
        return network.sizes().stream().map(double[]::new).toArray(double[][]::new);
    }

    private double[] targets(int row) {
        return Arrays.copyOfRange(data.y(), row * data.targets(), (row + 1) * data.targets());
    }

    private double[] own(double[] theta) {
        checkLength(theta);
        return Arrays.copyOfRange(theta, model.likelihoodOffset(), model.priorOffset());
    }

    private void checkLength(double[] theta) {
        if (!(theta.length == model.parameters())) {
            throw new IllegalArgumentException("theta: length " + theta.length + ", must be " + model.parameters());
        }
    }

    private void checkCounts() {
        for (double y : data.y()) {
            if (!(y >= 0 && y < Double.POSITIVE_INFINITY && y == Math.rint(y))) {
                throw new IllegalArgumentException("count: " + y + ", must be a whole number from 0 up");
            }
        }
    }

    private void checkClasses(int classes) {
        if (!(data.targets() == 1)) {
            throw new IllegalArgumentException("targets: " + data.targetNames() + ", must be one column of classes");
        }
        for (double y : data.y()) {
            if (!(y >= 0 && y < classes && y == Math.rint(y))) {
                throw new IllegalArgumentException("class: " + y + ", must be a whole number from 0 to "
                        + (classes - 1));
            }
        }
    }
}
