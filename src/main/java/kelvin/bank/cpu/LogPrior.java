package kelvin.bank.cpu;

import java.util.Arrays;

import kelvin.model.Model;
import kelvin.model.Prior;

/** The prior over theta. Immutable. Energies are float64 sums, gradients float32. */
abstract class LogPrior {
    private final float[] ones;

    LogPrior(Model model) {
        ones = new float[model.parameters()];
        Arrays.fill(ones, 1);
    }

    /** The implementation for a model. */
    static LogPrior of(Model model) {
        return model.prior().kind() == Prior.Kind.HIERARCHICAL ? new HierarchicalPrior(model)
                : new IndependentPrior(model);
    }

    /** Numbers that {@link #draw} needs for d parameters. */
    abstract int normalsPerDraw();

    /** The log-prior, nats. */
    abstract double value(float[] theta);

    /** out += factor * stretch * gradient of the log-prior at theta. */
    abstract void addGradient(float[] theta, float factor, float[] stretch, float[] out);

    /** Writes the gradient of the log-prior at theta. */
    final void gradient(float[] theta, float[] out) {
        Arrays.fill(out, 0, theta.length, 0);
        addGradient(theta, 1, ones, out);
    }

    /**
     * An exact draw from the prior to the power b, from the stream of purpose PRIOR.
     *
     * @param normals scratch, {@link #normalsPerDraw} rounded up to a multiple of 64
     */
    abstract void draw(Arithmetic arithmetic, long seed, int slot, long iteration, double b, float[] normals,
            float[] theta);
}
