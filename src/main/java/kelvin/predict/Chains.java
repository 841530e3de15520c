package kelvin.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import kelvin.diagnostics.StandardError;

/**
 * Which draws of a posterior follow one another: the chains of all sources, one after the other.
 *
 * @param lengths draws of every chain
 */
public record Chains(List<Integer> lengths) {
    /** Copies the list. */
    public Chains {
        lengths = List.copyOf(lengths);
    }

    /** Of sources of draws, in their order. */
    static Chains of(List<DrawSource> sources) {
        List<Integer> lengths = new ArrayList<>();
        sources.forEach(source -> lengths.addAll(Collections.nCopies(source.chains(), source.draws())));
        return new Chains(lengths);
    }

    /** Number of draws of all chains. */
    int draws() {
        return lengths.stream().reduce(0, Math::addExact);
    }

    /**
     * Monte Carlo standard error of the mean of a series [draws], from its autocorrelation and from how far chains
     * are apart. Where chains differ in length, as many draws of each are looked at as the shortest has.
     *
     * @return NaN where the shortest has fewer than four
     */
    double errorOfMean(double[] series) {
        int shortest = Collections.min(lengths);
        double[][] chains = new double[lengths.size()][];
        int end = 0;
        for (int c = 0; c < chains.length; c++) {
            end += lengths.get(c);
            chains[c] = Arrays.copyOfRange(series, end - shortest, end);
        }
        return StandardError.mean(chains) * Math.sqrt((double) shortest * chains.length / series.length);
    }
}
