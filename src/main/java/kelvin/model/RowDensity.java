package kelvin.model;

/** Density of one row's targets given the network's outputs, with its derivatives. */
interface RowDensity {
    /** log sqrt(2 pi), the constant of a normal density. */
    double LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    /**
     * The log density of a row, nats.
     *
     * @param f network outputs [outputs]
     * @param y targets [targets]
     * @param own the likelihood's own parameters [{@link Likelihood#parameters}]
     */
    double logDensity(double[] f, double[] y, double[] own);

    /**
     * Derivatives of the log density of a row.
     *
     * @param df receives those by the outputs [outputs]
     * @param ownSum those by the own parameters are added to it [{@link Likelihood#parameters}]
     */
    void gradient(double[] f, double[] y, double[] own, double[] df, double[] ownSum);

    /** The density of a likelihood. */
    static RowDensity of(Likelihood likelihood) {
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return new GaussianDensity(gaussian.noise());
        } else if (likelihood instanceof Likelihood.GaussianLearned) {
            return new GaussianLearnedDensity();
        } else if (likelihood instanceof Likelihood.Heteroscedastic) {
            return new HeteroscedasticDensity();
        } else if (likelihood instanceof Likelihood.Bernoulli) {
            return new BernoulliDensity();
        } else if (likelihood instanceof Likelihood.Categorical) {
            return new CategoricalDensity();
        } else if (likelihood instanceof Likelihood.StudentT student) {
            return new StudentTDensity(student.degrees(), student.noise());
        } else if (likelihood instanceof Likelihood.StudentTLearned student) {
            return new StudentTDensity(student.degrees(), Double.NaN);
        } else if (likelihood instanceof Likelihood.Poisson) {
            return new PoissonDensity();
        }
        throw new IllegalArgumentException("likelihood: " + likelihood.label() + ", must be one that has a density");
    }

    /** log N(y; mean, sd^2). */
    static double logNormal(double y, double mean, double sd) {
        double z = (y - mean) / sd;
        return -0.5 * z * z - Math.log(sd) - LOG_SQRT_TWO_PI;
    }
}
