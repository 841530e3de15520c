package kelvin.model;

/** {@link Prior.Kind#HIERARCHICAL}, and the likelihood's own parameters. */
final class HierarchicalDensity implements PriorDensity {
    private static final double LOG_SQRT_TWO_OVER_PI = 0.5 * Math.log(2 / Math.PI);

    private final Model model;
    private final Network network;

    HierarchicalDensity(Model model) {
        this.model = model;
        this.network = model.network();
    }

    @Override
    public double logDensity(double[] theta) {
        double sum = 0;
        for (int l = 0; l < network.layers(); l++) {
            double logScale = theta[model.priorOffset() + l];
            double scale = Math.exp(logScale);
            for (int i = network.weightOffset(l); i < network.weightOffset(l + 1); i++) {
                sum += RowDensity.logNormal(theta[i], 0, sd(l, i, scale));
            }
            double z = scale / model.prior().scale();
            // the density of the scale, and its derivative by its logarithm
            sum += LOG_SQRT_TWO_OVER_PI - Math.log(model.prior().scale()) - 0.5 * z * z + logScale;
        }
        return sum + model.likelihood().learnedNoise().map(noise ->
                RowDensity.logNormal(theta[model.likelihoodOffset()], noise.mean(), noise.sd())).orElse(0.0);
    }

    @Override
    public void gradient(double[] theta, double[] out) {
        for (int l = 0; l < network.layers(); l++) {
            int own = model.priorOffset() + l;
            double scale = Math.exp(theta[own]);
            double z = scale / model.prior().scale();
            out[own] = 1 - z * z;
            for (int i = network.weightOffset(l); i < network.weightOffset(l + 1); i++) {
                double sd = sd(l, i, scale);
                out[i] = -theta[i] / (sd * sd);
                out[own] += theta[i] * theta[i] / (sd * sd) - 1;
            }
        }
        model.likelihood().learnedNoise().ifPresent(noise -> {
            int own = model.likelihoodOffset();
            out[own] = -(theta[own] - noise.mean()) / (noise.sd() * noise.sd());
        });
    }

    private double sd(int l, int i, double scale) {
        return i < network.biasOffset(l) ? scale / Math.sqrt(network.in(l)) : scale;
    }
}
