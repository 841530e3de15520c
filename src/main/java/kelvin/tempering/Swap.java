package kelvin.tempering;

/** The exchange of the replicas of two slots, as a Metropolis step on the product of their densities. */
public final class Swap {
    private Swap() {
    }

    /**
     * Probability that slots i and j exchange their replicas: min(1, exp((a_i - a_j)(L_j - L_i) + (b_i - b_j)(P_j -
     * P_i))), nothing but cached energies in it (Geyer 1991; Syed et al. 2022, equation 3).
     *
     * @param i coefficients of slot i
     * @param j coefficients of slot j
     * @param logLikelihoodI log-likelihood of the replica now in slot i; likewise the others, all finite
     * @throws BrokenInvariantException if the ratio is NaN
     */
    public static double acceptance(Coefficients i, Coefficients j, double logLikelihoodI, double logPriorI,
            double logLikelihoodJ, double logPriorJ) {
        double logRatio = (i.likelihood() - j.likelihood()) * (logLikelihoodJ - logLikelihoodI)
                + (i.prior() - j.prior()) * (logPriorJ - logPriorI);
        if (Double.isNaN(logRatio)) {
            throw new BrokenInvariantException("swap ratio is NaN: log-likelihoods " + logLikelihoodI + " and "
                    + logLikelihoodJ + ", log-priors " + logPriorI + " and " + logPriorJ);
        }
        return StrictMath.exp(Math.min(0, logRatio));
    }
}
