package kelvin.bank.cuda;

import kelvin.bank.BankSettings;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import org.apache.commons.numbers.gamma.LogGamma;

/** The targets and the prior on the GPU, and what kernels must know of the problem. */
final class DensityMemory implements AutoCloseable {
    private static final double HALF_LOG_2PI = 0.5 * StrictMath.log(2 * Math.PI);

    private final DeviceMemory y;
    private final DeviceMemory mean;
    private final DeviceMemory slope;
    private final DeviceMemory precision;
    private final DeviceMemory scale;

    /** Copies it all, and tells the job where it is. */
    DensityMemory(BankSettings settings, Struct job) {
        Model model = settings.model();
        DataSet data = settings.data();
        int d = model.parameters();
        int own = model.network().parameters();
        boolean laplace = model.prior().kind() == Prior.Kind.LAPLACE;
        boolean hierarchical = model.prior().kind() == Prior.Kind.HIERARCHICAL;
        double[] scales = model.priorScales();
        double[] precisions = new double[d];
        float[] slopes = new float[d];
        float[] means = new float[d];
        for (int i = 0; i < d; i++) {
            precisions[i] = 1 / (scales[i] * scales[i]);
            slopes[i] = (float) (laplace && i < own ? -1 / scales[i] : -precisions[i]);
        }
        model.likelihood().learnedNoise().ifPresent(noise -> means[own] = (float) noise.mean());
        y = DeviceMemory.of(narrowed(data.y()), "targets");
        mean = DeviceMemory.of(means, "prior means");
        slope = DeviceMemory.of(slopes, "prior slopes");
        precision = DeviceMemory.of(precisions, "prior precisions");
        scale = DeviceMemory.of(scales, "prior scales");
        job.set("y", y).set("prior_mean", mean).set("prior_slope", slope).set("prior_precision", precision)
                .set("prior_scale", scale).set("prior_constant", constant(model, scales))
                .set("layer_scale_width", model.prior().scale())
                .set("targets", data.targets()).set("parameters", d).set("network_parameters", own)
                .set("noise_at", model.likelihood().learnedNoise().isPresent() ? own : -1)
                .set("layer_scales_at", hierarchical ? model.priorOffset() : -1)
                .set("laplace", laplace ? 1 : 0).set("likelihood", number(model.likelihood()))
                .set("log_noise", noise(model.likelihood())).set("degrees", degrees(model.likelihood()))
                .set("likelihood_constant", likelihoodConstant(model.likelihood(), data));
    }

    /** What the log-prior has beside its energy, nats. */
    private static double constant(Model model, double[] scales) {
        Network network = model.network();
        boolean laplace = model.prior().kind() == Prior.Kind.LAPLACE;
        if (model.prior().kind() != Prior.Kind.HIERARCHICAL) {
            double sum = 0;
            for (int i = 0; i < scales.length; i++) {
                sum -= StrictMath.log(scales[i]) + (laplace && i < network.parameters() ? StrictMath.log(2)
                        : HALF_LOG_2PI);
            }
            return sum;
        }
        double sum = model.likelihood().learnedNoise().map(noise -> -StrictMath.log(noise.sd()) - HALF_LOG_2PI).orElse(0.0);
        for (int l = 0; l < network.layers(); l++) {
            sum += 0.5 * network.in(l) * network.out(l) * StrictMath.log(network.in(l))
                    - (network.in(l) + 1) * network.out(l) * HALF_LOG_2PI + 0.5 * StrictMath.log(2 / Math.PI)
                    - StrictMath.log(model.prior().scale());
        }
        return sum;
    }

    private static double noise(Likelihood likelihood) {
        return likelihood instanceof Likelihood.Gaussian gaussian ? StrictMath.log(gaussian.noise())
                : likelihood instanceof Likelihood.StudentT student ? StrictMath.log(student.noise()) : 0;
    }

    private static double degrees(Likelihood likelihood) {
        return likelihood instanceof Likelihood.StudentT student ? student.degrees()
                : likelihood instanceof Likelihood.StudentTLearned student ? student.degrees() : 1;
    }

    private static double likelihoodConstant(Likelihood likelihood, DataSet data) {
        if (likelihood instanceof Likelihood.Poisson) {
            double sum = 0;
            for (double y : data.y()) {
                sum += (y > 0 ? y * StrictMath.log(y) - y : 0) - LogGamma.value(y + 1);
            }
            return sum;
        }
        return Likelihood.StudentT.logHeight(degrees(likelihood));
    }

    /** LIKELIHOOD_... of kernels/likelihood.cuh. */
    private static int number(Likelihood likelihood) {
        if (likelihood instanceof Likelihood.Gaussian || likelihood instanceof Likelihood.GaussianLearned) {
            return 0;
        } else if (likelihood instanceof Likelihood.StudentT || likelihood instanceof Likelihood.StudentTLearned) {
            return 1;
        } else if (likelihood instanceof Likelihood.Heteroscedastic) {
            return 2;
        } else if (likelihood instanceof Likelihood.Bernoulli) {
            return 3;
        } else if (likelihood instanceof Likelihood.Categorical) {
            return 4;
        } else if (likelihood instanceof Likelihood.Poisson) {
            return 5;
        }
        throw new UnsupportedOperationException("likelihood: " + likelihood.label()
                + " has no CUDA kernel, --device cpu has it");
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
        for (DeviceMemory memory : new DeviceMemory[] {y, mean, slope, precision, scale}) {
            memory.close();
        }
    }
}
