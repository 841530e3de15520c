package kelvin.bank.cpu;

import kelvin.model.LogNoise;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.random.Purpose;

/**
 * {@link kelvin.model.Prior.Kind#HIERARCHICAL}: normal weights and biases around a scale of their layer's own, whose
 * logarithm is a parameter.
 */
final class HierarchicalPrior extends LogPrior {
    private static final double HALF_LOG_2PI = 0.5 * StrictMath.log(2 * Math.PI);
    /** Below it a normal number counts as this, so that its logarithm is finite. */
    private static final float LEAST_NORMAL = 1e-30f;

    private final Network network;
    private final int noiseAt;
    private final int scalesAt;
    private final double scale;
    /** Of a learned noise; null if there is none. */
    private final LogNoise noise;
    private final double constant;

    HierarchicalPrior(Model model) {
        super(model);
        network = model.network();
        noiseAt = model.likelihoodOffset();
        scalesAt = model.priorOffset();
        scale = model.prior().scale();
        noise = model.likelihood().learnedNoise().orElse(null);
        double sum = noise == null ? 0 : -StrictMath.log(noise.sd()) - HALF_LOG_2PI;
        for (int l = 0; l < network.layers(); l++) {
            sum += 0.5 * network.in(l) * network.out(l) * StrictMath.log(network.in(l))
                    - parameters(l) * HALF_LOG_2PI + 0.5 * StrictMath.log(2 / Math.PI) - StrictMath.log(scale);
        }
        constant = sum;
    }

    @Override
    int normalsPerDraw() {
        return scalesAt + network.layers();
    }

    @Override
    double value(float[] theta) {
        double sum = constant;
        for (int l = 0; l < network.layers(); l++) {
            double logScale = theta[scalesAt + l];
            double z = StrictMath.exp(logScale) / scale;
            sum += (1 - parameters(l)) * logScale - 0.5 * (StrictMath.exp(-2 * logScale) * squares(theta, l) + z * z);
        }
        if (noise != null) {
            double z = (theta[noiseAt] - noise.mean()) / noise.sd();
            sum -= 0.5 * z * z;
        }
        return sum;
    }

    @Override
    void addGradient(float[] theta, float factor, float[] stretch, float[] out) {
        for (int l = 0; l < network.layers(); l++) {
            double logScale = theta[scalesAt + l];
            double precision = StrictMath.exp(-2 * logScale);
            double z = StrictMath.exp(logScale) / scale;
            double own = precision * squares(theta, l) - parameters(l) + 1 - z * z;
            out[scalesAt + l] = Math.fma(factor * stretch[scalesAt + l], (float) own, out[scalesAt + l]);
            addScaled(theta, factor * (float) (-precision * network.in(l)), stretch, out,
                    network.weightOffset(l), network.biasOffset(l));
            addScaled(theta, factor * (float) -precision, stretch, out, network.biasOffset(l),
                    network.weightOffset(l + 1));
        }
        if (noise != null) {
            float slope = (float) (-(theta[noiseAt] - noise.mean()) / (noise.sd() * noise.sd()));
            out[noiseAt] = Math.fma(factor * stretch[noiseAt], slope, out[noiseAt]);
        }
    }

    private static void addScaled(float[] theta, float factor, float[] stretch, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.fma(factor * stretch[i], theta[i], out[i]);
        }
    }

    @Override
    void draw(Arithmetic arithmetic, long seed, int slot, long iteration, double b, float[] normals, float[] theta) {
        if (!(b == 1)) {
            throw new IllegalArgumentException("prior: hierarchical to the power " + b + ", must be to the power 1");
        }
        arithmetic.normals(seed, Purpose.PRIOR, slot, iteration, normals, normalsPerDraw());
        for (int l = 0; l < network.layers(); l++) {
            float layer = Math.max(Math.abs(normals[scalesAt + l]), LEAST_NORMAL) * (float) scale;
            theta[scalesAt + l] = (float) StrictMath.log(layer);
            float ofWeights = (float) (layer / Math.sqrt(network.in(l)));
            for (int i = network.weightOffset(l); i < network.weightOffset(l + 1); i++) {
                theta[i] = normals[i] * (i < network.biasOffset(l) ? ofWeights : layer);
            }
        }
        if (noise != null) {
            theta[noiseAt] = Math.fma((float) noise.sd(), normals[noiseAt], (float) noise.mean());
        }
    }

    private int parameters(int l) {
        return (network.in(l) + 1) * network.out(l);
    }

    /** Fan-in times the weights' squares, and the biases' squares. */
    private double squares(float[] theta, int l) {
        return network.in(l) * squares(theta, network.weightOffset(l), network.biasOffset(l))
                + squares(theta, network.biasOffset(l), network.weightOffset(l + 1));
    }

    /** Four sums hide the additions' latency. */
    private static double squares(float[] theta, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            s0 += (double) theta[i] * theta[i];
            s1 += (double) theta[i + 1] * theta[i + 1];
            s2 += (double) theta[i + 2] * theta[i + 2];
            s3 += (double) theta[i + 3] * theta[i + 3];
        }
        for (; i < to; i++) {
            s0 += (double) theta[i] * theta[i];
        }
        return (s0 + s2) + (s1 + s3);
    }
}
