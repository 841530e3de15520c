package kelvin.cli;

import java.util.List;
import java.util.Locale;

import kelvin.diagnostics.Convergence;
import kelvin.predict.Prediction;
import kelvin.predict.Regression;
import kelvin.store.RunReader;
import kelvin.tempering.Barrier;
import kelvin.tempering.Ladder;
import kelvin.tempering.Path;

/** The end of {@code --preset original}: its results, what they are worth, and what to use instead. */
final class OriginalEnding {
    private OriginalEnding() {
    }

    /** What users of the original expect to see at the end. */
    static String results(long draws, Regression regression) {
        List<Prediction> all = regression.predictions().stream().flatMap(List::stream).toList();
        double uncertainty = all.stream().mapToDouble(Prediction::epistemicSd).average().orElseThrow();
        List<Prediction> first = all.subList(0, Math.min(Evaluation.FIRST_ROWS, all.size()));
        List<String> means = first.stream().map(one -> number(one.mean())).toList();
        List<String> intervals = first.stream()
                .map(one -> "[" + number(one.credible().low()) + ", " + number(one.credible().high()) + "]").toList();
        return String.format(Locale.ROOT, "  Collected %d posterior samples from cold chain%n"
                + "  Mean prediction uncertainty: %.2f%n"
                + "Final Results:%n  Posterior mean predictions: %s%n  95%% credible intervals: %s%n",
                draws, uncertainty, means, intervals);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** What the run is worth, and what to use instead. */
    static String verdict(RunReader run) {
        int ladders = run.header().ladders();
        double[][] logPosterior = new double[ladders][];
        for (int m = 0; m < ladders; m++) {
            logPosterior[m] = run.logLikelihood(m, 0);
            double[] logPrior = run.logPrior(m, 0);
            for (int i = 0; i < logPrior.length; i++) {
                logPosterior[m][i] += logPrior[i];
            }
        }
        StringBuilder text = new StringBuilder();
        double rHat = Convergence.of(logPosterior).rHat();
        boolean converged = rHat <= Convergence.AGREED;
        text.append(String.format(Locale.ROOT, "%s: the cold chain's log-posterior is %.1f on average over the first "
                + "half of the sample and %.1f over the second (R-hat of its halves %.2f, must be at most %.2f).%n",
                converged ? "Converged, as far as that tells" : "Not converged", half(logPosterior, 0),
                half(logPosterior, 1), rHat, Convergence.AGREED));
        Ladder ladder = run.header().ladder();
        boolean tempered = ladder.path() == Path.POSTERIOR && ladder.rungs() > 1;
        double hottest = ladder.temperatures().get(ladder.rungs() - 1);
        int parameters = run.header().model().parameters();
        double barrier = LadderAdvice.barrierOfNormal(parameters, hottest);
        long enough = Barrier.rungs(barrier);
        // how swaps went tells nothing before convergence
        boolean coarse = tempered && ladder.rungs() < enough / 2;
        if (coarse) {
            text.append(String.format(Locale.ROOT, "Between T = 1 and T = %.4g, %d parameters make a barrier of %.0f "
                    + "(sqrt(d / 2 pi) ln T): once converged, %d rungs practically never swap; about %d would do.%n",
                    hottest, parameters, barrier, ladder.rungs(), enough));
        }
        if (coarse || !converged) {
            text.append("Use instead an explorer that follows the gradient, with the rungs it takes (a rank holds "
                    + "many), and more iterations:\n  kelvin sample --preset original --explorer mams"
                    + (tempered ? " --rungs " + enough : "") + " --iterations " + 10 * run.iterations() + "\n");
        }
        return text.toString();
    }

    private static double half(double[][] chains, int which) {
        double sum = 0;
        long count = 0;
        for (double[] chain : chains) {
            int middle = chain.length / 2;
            for (int i = which == 0 ? 0 : middle; i < (which == 0 ? middle : chain.length); i++) {
                sum += chain[i];
                count++;
            }
        }
        return sum / count;
    }
}
