package kelvin.diagnostics;

/**
 * Autocovariance averaged over chains, by way of the power spectrum (Wiener-Khinchin), so that a
 * slowly mixing chain costs no more than a fast one: O(n log n).
 */
final class Autocovariance {
    private Autocovariance() {
    }

    /**
     * Mean over the chains of (1/n) sum_i (x_i - mean)(x_(i+t) - mean), each chain about its own
     * mean.
     *
     * @param chains {@code [chains][n]}, of one length n
     * @return {@code [n]}, one value for each lag t
     */
    static double[] mean(double[][] chains) {
        int n = chains[0].length;
        int size = Integer.highestOneBit(2 * n - 1) * 2;
        Fft fft = new Fft(size);
        double[] power = new double[size];
        for (int c = 0; c < chains.length; c += 2) {
            // Two chains travel as x + i y: the real part of its autocovariance is that of x plus
            // that of y, and the average needs only the sum.
            double[] re = centred(chains[c], size);
            double[] im = c + 1 < chains.length ? centred(chains[c + 1], size) : new double[size];
            fft.transform(re, im);
            for (int k = 0; k < size; k++) {
                power[k] += re[k] * re[k] + im[k] * im[k];
            }
        }
        // The spectrum is real, so the forward transform is the inverse one up to the sign of the
        // imaginary part, which nobody reads.
        fft.transform(power, new double[size]);
        double[] result = new double[n];
        for (int t = 0; t < n; t++) {
            result[t] = power[t] / size / n / chains.length;
        }
        return result;
    }

    /** The chain less its mean, then zeros: without them lag t would meet lag n - t. */
    private static double[] centred(double[] chain, int size) {
        double mean = Moments.mean(chain);
        double[] result = new double[size];
        for (int i = 0; i < chain.length; i++) {
            result[i] = chain[i] - mean;
        }
        return result;
    }
}
