package kelvin.diagnostics;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * How far one quantity of the cold rungs has converged.
 *
 * @param mean over all draws
 * @param error its Monte Carlo standard error
 * @param rHat rank-normalised; of the two halves where there is one ladder
 * @param nestedRHat of the ladders as superchains of one chain, which compares their means alone; NaN for one ladder
 * @param essBulk effective draws for the mean
 * @param essTail effective draws for the outer quantiles
 */
public record Convergence(double mean, double error, double rHat, double nestedRHat, double essBulk, double essTail) {
    /** An R-hat above this says that chains have not come to agree (Vehtari et al. 2021). */
    public static final double AGREED = 1.01;
    /** Enough effective draws for means and quantiles of most quantities, and for R-hat itself (same source). */
    public static final double ENOUGH = 400;

    /** Of draws [ladders][draws]. */
    public static Convergence of(double[][] draws) {
        double[][] chains = draws.length > 1 ? draws : halves(draws[0]);
        double[][][] superchains = Arrays.stream(draws).map(chain -> new double[][] {chain}).toArray(double[][][]::new);
        return new Convergence(Arrays.stream(draws).flatMapToDouble(Arrays::stream).average().orElse(Double.NaN),
                StandardError.mean(draws), RHat.rank(chains), RHat.nested(superchains), EffectiveSampleSize.bulk(draws),
                EffectiveSampleSize.tail(draws));
    }

    /** The worst of several quantities in every respect; a mean they have not. */
    public static Convergence worst(List<Convergence> all) {
        return new Convergence(Double.NaN, Double.NaN, worst(all, Convergence::rHat, Math::max),
                worst(all, Convergence::nestedRHat, Math::max), worst(all, Convergence::essBulk, Math::min),
                worst(all, Convergence::essTail, Math::min));
    }

    private static double worst(List<Convergence> all, ToDoubleFunction<Convergence> what,
            BinaryOperator<Double> which) {
        return all.stream().map(what::applyAsDouble).reduce(which).orElse(Double.NaN);
    }

    private static double[][] halves(double[] draws) {
        int half = draws.length / 2;
        return new double[][] {Arrays.copyOf(draws, half), Arrays.copyOfRange(draws, draws.length - half, draws.length)};
    }
}
