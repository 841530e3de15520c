package kelvin.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import kelvin.tempering.Path;

/** What the log evidence is made of, along the path from the prior to the posterior. */
final class EvidencePlots {
    private EvidencePlots() {
    }

    static List<Plot> of(RunView view) {
        if (view.header().ladder().path() != Path.LIKELIHOOD || view.rungs() < 2) {
            return List.of();
        }
        double[] betas = view.betas();
        double[][] logLikelihood = new double[betas.length][];
        for (int k = 0; k < betas.length; k++) {
            int rung = k;
            logLikelihood[k] = IntStream.range(0, view.ladders()).mapToObj(m -> view.run().logLikelihood(m, rung))
                    .flatMapToDouble(Arrays::stream).sorted().toArray();
        }
        boolean fromPrior = betas[betas.length - 1] == 0;
        int shown = fromPrior ? betas.length - 1 : betas.length;
        Plot means = means(Arrays.copyOf(betas, shown), logLikelihood);
        return fromPrior ? List.of(means, evidence(betas, logLikelihood)) : List.of(means);
    }

    private static Plot means(double[] betas, double[][] logLikelihood) {
        double[][] columns = new double[3][betas.length];
        for (int k = 0; k < betas.length; k++) {
            double[] sorted = logLikelihood[k];
            columns[0][k] = Arrays.stream(sorted).average().orElseThrow();
            columns[1][k] = sorted[sorted.length / 20];
            columns[2][k] = sorted[sorted.length - 1 - sorted.length / 20];
        }
        return new Plot("path", "Log-likelihood along the path", "Mean and central 90% of the log-likelihood of every rung above "
                + "the prior. The integral of the mean over \u03b2 from 0 to 1 is the log evidence.",
                new Figure("\u03b2 = 1/T", "log-likelihood, nats").band("mean, 90%", betas, columns[0], columns[1], columns[2])
                        .logX().chart());
    }

    /** Stepping stones, forward and backward, summed from the prior on. */
    private static Plot evidence(double[] betas, double[][] logLikelihood) {
        int shown = betas.length - 1;
        double[][] sums = new double[3][shown];
        double forward = 0;
        double backward = 0;
        for (int k = shown - 1; k >= 0; k--) {
            double step = betas[k] - betas[k + 1];
            forward += logMeanExp(step, logLikelihood[k + 1]);
            backward -= logMeanExp(-step, logLikelihood[k]);
            sums[0][k] = (forward + backward) / 2;
            sums[1][k] = Math.min(forward, backward);
            sums[2][k] = Math.max(forward, backward);
        }
        return new Plot("evidence", "Log evidence along \u03b2", "Log of the mean of likelihood^\u03b2 under the prior; at \u03b2 = 1 it is the "
                + "log evidence. The band lies between what steps from the prior and steps to it add up to: they agree where the "
                + "ladder is fine enough.", new Figure("\u03b2 = 1/T", "log evidence, nats").band("mean of both ways",
                        Arrays.copyOf(betas, shown), sums[0], sums[1], sums[2]).logX().chart());
    }

    private static double logMeanExp(double factor, double[] values) {
        double most = Arrays.stream(values).map(value -> factor * value).max().orElseThrow();
        return most + Math.log(Arrays.stream(values).map(value -> Math.exp(factor * value - most)).average().orElseThrow());
    }
}
