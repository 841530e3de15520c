package kelvin.bank.cuda;

import kelvin.bank.BankSettings;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Prior;

/** The data and the prior on the GPU, and what kernels must know of the problem. */
final class DensityMemory implements AutoCloseable {
    private final DeviceMemory layers;
    private final DeviceMemory x;
    private final DeviceMemory y;
    private final DeviceMemory mean;
    private final DeviceMemory slope;
    private final DeviceMemory precision;
    private final DeviceMemory scale;
    private final boolean laplace;
    private final int own;
    private final float[] means;
    private final float[] slopes;

    /** Copies it all, and tells the job where it is. */
    DensityMemory(BankSettings settings, CudaPlan plan, StructLayout layer, Struct job) {
        Model model = settings.model();
        DataSet data = settings.data();
        if (model.prior().kind() == Prior.Kind.HIERARCHICAL) {
            throw new UnsupportedOperationException("prior: " + model.prior().kind().label()
                    + " has no CUDA kernel, --device cpu has it");
        }
        int d = model.parameters();
        own = model.network().parameters();
        laplace = model.prior().kind() == Prior.Kind.LAPLACE;
        double[] scales = model.priorScales();
        double[] precisions = new double[d];
        slopes = new float[d];
        means = new float[d];
        double constant = 0;
        for (int i = 0; i < d; i++) {
            boolean normal = !laplace || i >= own;
            precisions[i] = 1 / (scales[i] * scales[i]);
            slopes[i] = (float) (normal ? -precisions[i] : -1 / scales[i]);
            constant -= StrictMath.log(scales[i]) + (normal ? 0.5 * StrictMath.log(2 * Math.PI) : StrictMath.log(2));
        }
        if (model.likelihood() instanceof Likelihood.GaussianLearned learned) {
            means[own] = (float) learned.logNoiseMean();
        }
        layers = InputMemory.layers(plan.shared(), layer);
        x = InputMemory.inputs(data.x(), data.inputs(), plan);
        y = DeviceMemory.of(narrowed(data.y()), "targets");
        mean = DeviceMemory.of(means, "prior means");
        slope = DeviceMemory.of(slopes, "prior slopes");
        precision = DeviceMemory.of(precisions, "prior precisions");
        scale = DeviceMemory.of(scales, "prior scales");
        InputMemory.describe(job, model.network(), data.rows(), plan);
        job.set("layers", layers).set("x", x).set("y", y)
                .set("prior_mean", mean).set("prior_slope", slope).set("prior_precision", precision)
                .set("prior_scale", scale).set("prior_constant", constant)
                .set("log_noise", model.likelihood() instanceof Likelihood.Gaussian gaussian
                        ? StrictMath.log(gaussian.noise()) : 0.0)
                .set("targets", data.targets()).set("parameters", d).set("network_parameters", own)
                .set("laplace", laplace ? 1 : 0).set("likelihood", number(model.likelihood()));
    }

    /** LIKELIHOOD_... of kernels/likelihood.cuh. */
    private static int number(Likelihood likelihood) {
        if (likelihood instanceof Likelihood.Gaussian) {
            return 0;
        } else if (likelihood instanceof Likelihood.GaussianLearned) {
            return 1;
        } else if (likelihood instanceof Likelihood.Heteroscedastic) {
            return 2;
        } else if (likelihood instanceof Likelihood.Bernoulli) {
            return 3;
        } else if (likelihood instanceof Likelihood.Categorical) {
            return 4;
        }
        throw new UnsupportedOperationException("likelihood: " + likelihood.label()
                + " has no CUDA kernel, --device cpu has it");
    }

    /** Writes the gradient of the log-prior at theta; float32, as kernels compute it. */
    void priorGradient(float[] theta, float[] gradient) {
        for (int i = 0; i < gradient.length; i++) {
            float by = laplace && i < own ? Math.signum(theta[i]) : theta[i] - means[i];
            gradient[i] = Math.fma(slopes[i], by, 0);
        }
    }

    static float[] narrowed(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }

    @Override
    public void close() {
        for (DeviceMemory memory : new DeviceMemory[] {layers, x, y, mean, slope, precision, scale}) {
            memory.close();
        }
    }
}
