package kelvin.model;

/** Independent normal or Laplace parameters, and the likelihood's own. */
final class IndependentDensity implements PriorDensity {
    private final boolean laplace;
    private final int networkParameters;
    private final double[] scales;
    private final double ownMean;

    IndependentDensity(Model model) {
        laplace = model.prior().kind() == Prior.Kind.LAPLACE;
        networkParameters = model.network().parameters();
        scales = model.priorScales();
        ownMean = model.likelihood().learnedNoise().map(LogNoise::mean).orElse(0.0);
    }

    @Override
    public double logDensity(double[] theta) {
        double sum = 0;
        for (int i = 0; i < scales.length; i++) {
            sum += isLaplace(i)
                    ? -Math.abs(theta[i]) / scales[i] - Math.log(2 * scales[i])
                    : RowDensity.logNormal(theta[i], mean(i), scales[i]);
        }
        return sum;
    }

    @Override
    public void gradient(double[] theta, double[] out) {
        for (int i = 0; i < scales.length; i++) {
            out[i] = isLaplace(i)
                    ? -Math.signum(theta[i]) / scales[i]
                    : -(theta[i] - mean(i)) / (scales[i] * scales[i]);
        }
    }

    private boolean isLaplace(int i) {
        return laplace && i < networkParameters;
    }

    private double mean(int i) {
        return i < networkParameters ? 0 : ownMean;
    }
}
