package kelvin.bank.cpu;

import kelvin.model.LogNoise;
import kelvin.model.Model;
import kelvin.model.Prior;
import kelvin.random.Purpose;

/** Independent normal or Laplace parameters of the network, normal ones of the likelihood. */
final class IndependentPrior extends LogPrior {
    private final boolean laplace;
    /** Where the likelihood's own parameters start; they are normal even if the network's are Laplace. */
    private final int own;
    private final double[] scales;
    private final double[] precisions;
    private final float[] means;
    private final float[] slopes;
    private final double constant;

    IndependentPrior(Model model) {
        super(model);
        laplace = model.prior().kind() == Prior.Kind.LAPLACE;
        own = model.network().parameters();
        scales = model.priorScales();
        means = new float[scales.length];
        model.likelihood().learnedNoise().map(LogNoise::mean).ifPresent(mean -> means[own] = mean.floatValue());
        precisions = new double[scales.length];
        slopes = new float[scales.length];
        double sum = 0;
        for (int i = 0; i < scales.length; i++) {
            precisions[i] = 1 / (scales[i] * scales[i]);
            boolean normal = !laplace || i >= own;
            slopes[i] = (float) (normal ? -precisions[i] : -1 / scales[i]);
            sum -= StrictMath.log(scales[i]) + (normal ? 0.5 * StrictMath.log(2 * Math.PI) : StrictMath.log(2));
        }
        constant = sum;
    }

    @Override
    int normalsPerDraw() {
        return laplace ? 4 * scales.length : scales.length;
    }

    @Override
    double value(float[] theta) {
        double sum = constant;
        if (laplace) {
            double absolute = 0;
            for (int i = 0; i < own; i++) {
                absolute += Math.abs((double) theta[i]) / scales[i];
            }
            sum -= absolute;
        }
        return sum - 0.5 * squares(theta, laplace ? own : 0);
    }

    private double squares(float[] theta, int from) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 3 < theta.length; i += 4) {
            double e0 = (double) theta[i] - means[i];
            double e1 = (double) theta[i + 1] - means[i + 1];
            double e2 = (double) theta[i + 2] - means[i + 2];
            double e3 = (double) theta[i + 3] - means[i + 3];
            s0 += e0 * e0 * precisions[i];
            s1 += e1 * e1 * precisions[i + 1];
            s2 += e2 * e2 * precisions[i + 2];
            s3 += e3 * e3 * precisions[i + 3];
        }
        for (; i < theta.length; i++) {
            double e = (double) theta[i] - means[i];
            s0 += e * e * precisions[i];
        }
        return (s0 + s2) + (s1 + s3);
    }

    @Override
    void addGradient(float[] theta, float factor, float[] stretch, float[] out) {
        int normal = 0;
        if (laplace) {
            for (int i = 0; i < own; i++) {
                out[i] = Math.fma(factor * stretch[i] * slopes[i], Math.signum(theta[i]), out[i]);
            }
            normal = own;
        }
        for (int i = normal; i < theta.length; i++) {
            out[i] = Math.fma(factor * stretch[i] * slopes[i], theta[i] - means[i], out[i]);
        }
    }

    @Override
    void draw(Arithmetic arithmetic, long seed, int slot, long iteration, double b, float[] normals, float[] theta) {
        int d = theta.length;
        arithmetic.normals(seed, Purpose.PRIOR, slot, iteration, normals, normalsPerDraw());
        float spread = (float) (1 / Math.sqrt(b));
        for (int i = laplace ? own : 0; i < d; i++) {
            theta[i] = Math.fma((float) scales[i] * spread, normals[i], means[i]);
        }
        if (laplace) {
            // half the sum of two squared normals is exponential, the difference of two exponentials Laplace
            for (int i = 0; i < own; i++) {
                float z0 = normals[i];
                float z1 = normals[d + i];
                float z2 = normals[2 * d + i];
                float z3 = normals[3 * d + i];
                theta[i] = (float) (scales[i] / b) * (0.5f * ((z0 * z0 + z1 * z1) - (z2 * z2 + z3 * z3)));
            }
        }
    }
}
