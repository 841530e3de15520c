package kelvin.diagnostics;

import java.util.Arrays;

/**
 * How far one quantity of the cold rungs has converged.
 *
 * @param mean over all draws
 * @param rHat rank-normalised; of the two halves where there is one ladder
 * @param essBulk effective draws for the mean
 * @param essTail effective draws for the outer quantiles
 */
public record Convergence(double mean, double rHat, double essBulk, double essTail) {
    /** An R-hat above this says that chains have not come to agree (Vehtari et al. 2021). */
    public static final double AGREED = 1.01;

    /** Of draws [ladders][draws]. */
    public static Convergence of(double[][] draws) {
        double[][] chains = draws.length > 1 ? draws : halves(draws[0]);
        return new Convergence(Arrays.stream(draws).flatMapToDouble(Arrays::stream).average().orElse(Double.NaN),
                RHat.rank(chains), EffectiveSampleSize.bulk(draws), EffectiveSampleSize.tail(draws));
    }

    private static double[][] halves(double[] draws) {
        int half = draws.length / 2;
        return new double[][] {Arrays.copyOf(draws, half), Arrays.copyOfRange(draws, draws.length - half, draws.length)};
    }
}
