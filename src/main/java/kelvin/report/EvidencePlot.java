package kelvin.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import kelvin.tempering.Path;

/** What the log evidence is made of: the mean log-likelihood along the path, whose integral over beta it is. */
final class EvidencePlot {
    private EvidencePlot() {
    }

    static List<Plot> of(RunView view) {
        if (view.header().ladder().path() != Path.LIKELIHOOD || view.rungs() < 2) {
            return List.of();
        }
        int rungs = view.rungs();
        double[] mean = new double[rungs];
        double[] low = new double[rungs];
        double[] high = new double[rungs];
        for (int k = 0; k < rungs; k++) {
            int rung = k;
            double[] all = IntStream.range(0, view.ladders()).mapToObj(m -> view.run().logLikelihood(m, rung))
                    .flatMapToDouble(Arrays::stream).sorted().toArray();
            mean[k] = Arrays.stream(all).average().orElseThrow();
            low[k] = all[all.length / 20];
            high[k] = all[all.length - 1 - all.length / 20];
        }
        double[] betas = view.betas();
        int shown = betas[rungs - 1] == 0 ? rungs - 1 : rungs;
        return List.of(new Plot("evidence", "Log-likelihood along the path", "Mean and central 90% of the log-likelihood of "
                + "every rung above the prior. The integral of the mean over \u03b2 from 0 to 1 is the log evidence.",
                new Figure("\u03b2 = 1/T", "log-likelihood, nats").band("mean, 90%", Arrays.copyOf(betas, shown),
                        Arrays.copyOf(mean, shown), Arrays.copyOf(low, shown), Arrays.copyOf(high, shown)).logX().chart()));
    }
}
