package kelvin.diagnostics;

import java.util.Arrays;

/**
 * Potential scale reduction: by how much the spread of all chains together exceeds that of one
 * chain. It tends to 1 as the chains come to agree; above 1.01 they have not.
 *
 * <p>NaN as the package says, and where no chain ever moves and all agree (0/0); infinite where no
 * chain ever moves and they disagree.
 */
public final class RHat {
    private RHat() {
    }

    /**
     * Rank-normalised split R-hat: the larger of that of the draws, which sees chains in different
     * places, and that of their distances from the median, which sees chains of different spread
     * (Vehtari et al. 2021, sections 4.1 and 4.2).
     *
     * @param draws {@code [chains][draws]}, at least two chains of four draws
     */
    public static double rank(double[]... draws) {
        if (!Draws.suffice(draws, 2)) {
            return Double.NaN;
        }
        double[][] halves = Draws.split(draws);
        double bulk = unsplit(RankNormal.of(halves));
        double tail = unsplit(RankNormal.of(RankNormal.fold(halves)));
        // Distances may all be equal (a coin), and their R-hat NaN: then bulk stands, as in ArviZ.
        return tail > bulk ? tail : bulk;
    }

    /**
     * Split R-hat of the draws as they are, for quantities that have a variance (section 3.1 there).
     *
     * @param draws {@code [chains][draws]}, at least two chains of four draws
     */
    public static double split(double[]... draws) {
        return Draws.suffice(draws, 2) ? unsplit(Draws.split(draws)) : Double.NaN;
    }

    /**
     * Nested R-hat, for many short chains: compares the means of superchains, groups of chains that
     * began at one common point, with the spread within them (Margossian, Hoffman, Sountsov,
     * Riou-Durand, Vehtari and Gelman 2024). Superchains of two chains or more may have a single draw
     * a chain. Never below 1.
     *
     * @param draws {@code [superchains][chains][draws]}, equally many chains in each superchain
     * @return NaN with fewer than two superchains or a NaN among the draws
     * @throws IllegalArgumentException if the array is empty or ragged
     */
    public static double nested(double[][][] draws) {
        double[][] all = Arrays.stream(draws).flatMap(Arrays::stream).toArray(double[][]::new);
        Draws.requireRectangular(all);
        if (draws.length < 2 || Draws.hasNaN(all)) {
            return Double.NaN;
        }
        double[] superchainMeans = new double[draws.length];
        double within = 0;
        for (int k = 0; k < draws.length; k++) {
            if (draws[k].length != draws[0].length) {
                throw new IllegalArgumentException("draws: superchains of " + draws[0].length + " and "
                        + draws[k].length + " chains, must be of one size");
            }
            double[] chainMeans = Moments.means(draws[k]);
            superchainMeans[k] = Moments.mean(chainMeans);
            // Neither part can be estimated from one value; it then counts as none.
            double betweenChains = chainMeans.length > 1 ? Moments.variance(chainMeans) : 0;
            double withinChains = all[0].length > 1 ? meanVariance(draws[k]) : 0;
            within += (betweenChains + withinChains) / draws.length;
        }
        return Math.sqrt(1 + Moments.variance(superchainMeans) / within);
    }

    /** The estimator itself, of chains already split and transformed. */
    static double unsplit(double[][] chains) {
        int n = chains[0].length;
        double between = n * Moments.variance(Moments.means(chains));
        return Math.sqrt((between / meanVariance(chains) + n - 1) / n);
    }

    private static double meanVariance(double[][] chains) {
        return Moments.mean(Arrays.stream(chains).mapToDouble(Moments::variance).toArray());
    }
}
