package kelvin.bench;

import kelvin.model.Model;
import kelvin.model.ReferenceDensity;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.store.ReferenceCase;

/** Values for a case whose file has none. */
final class PriorWidthCase {
    private static final int COUNT = 3;

    private PriorWidthCase() {
    }

    /** The case at normal draws as wide as the prior, evaluated in double precision. */
    static ReferenceCase of(ReferenceCase bare) {
        double[][] theta = new double[COUNT][];
        for (int t = 0; t < COUNT; t++) {
            theta[t] = draw(bare.model(), t);
        }
        return at(theta, bare);
    }

    /** The case at given parameter vectors, evaluated in double precision. */
    static ReferenceCase at(double[][] theta, ReferenceCase bare) {
        Model model = bare.model();
        int count = theta.length;
        ReferenceDensity density = new ReferenceDensity(model, bare.data());
        double[][] outputs = new double[count][bare.data().rows() * model.network().outputs()];
        double[] logLikelihood = new double[count];
        double[] logPrior = new double[count];
        double[][] gradLogLikelihood = new double[count][model.parameters()];
        double[][] gradLogPrior = new double[count][model.parameters()];
        for (int t = 0; t < count; t++) {
            density.outputs(theta[t], outputs[t]);
            logLikelihood[t] = density.logLikelihood(theta[t]);
            logPrior[t] = density.logPrior(theta[t]);
            density.logLikelihoodGradient(theta[t], gradLogLikelihood[t]);
            density.logPriorGradient(theta[t], gradLogPrior[t]);
        }
        return new ReferenceCase(bare.name(), model, bare.data(), theta, outputs, logLikelihood, logPrior,
                gradLogLikelihood, gradLogPrior);
    }

    private static double[] draw(Model model, int slot) {
        float[] normals = new float[model.parameters()];
        new Stream(0).at(Purpose.INITIAL, slot, 0).normals(normals, 0, normals.length);
        double[] scales = model.priorScales();
        double[] theta = new double[normals.length];
        for (int i = 0; i < theta.length; i++) {
            // the nearest float, so that a float32 device evaluates the very same point
            theta[i] = (float) (scales[i] * normals[i]);
        }
        model.likelihood().learnedNoise().ifPresent(noise -> {
            int own = model.likelihoodOffset();
            theta[own] = (float) (theta[own] + noise.mean());
        });
        return theta;
    }
}
