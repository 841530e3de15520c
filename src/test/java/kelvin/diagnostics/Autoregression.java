package kelvin.diagnostics;

import java.util.Random;

/**
 * The stationary series x_t = phi x_(t-1) + e_t with standard normal margin: its autocorrelation at
 * lag t is phi^t, so that everything about its mean is known exactly.
 */
record Autoregression(double phi) {
    double[] draw(Random random, int n) {
        double[] x = new double[n];
        x[0] = random.nextGaussian();
        for (int i = 1; i < n; i++) {
            x[i] = phi * x[i - 1] + Math.sqrt(1 - phi * phi) * random.nextGaussian();
        }
        return x;
    }

    double autocorrelationTime() {
        return (1 + phi) / (1 - phi);
    }

    /** Variance of the mean of n successive values: (1/n) (1 + 2 sum_t (1 - t/n) phi^t), summed up. */
    double varianceOfMean(int n) {
        return (autocorrelationTime() - 2 * phi * (1 - Math.pow(phi, n)) / (n * (1 - phi) * (1 - phi))) / n;
    }
}
