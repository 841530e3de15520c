package kelvin.cli;

import java.util.Locale;

import kelvin.store.RunReader;
import kelvin.tempering.Ladder;
import kelvin.tempering.Path;

/** Says after {@code --preset original} what the run is worth, and what to use instead. */
final class OriginalVerdict {
    private OriginalVerdict() {
    }

    static String text(RunReader run) {
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
        boolean coarse = swaps(text, run.header().ladder(), run.header().model().parameters());
        if (coarse || !converged) {
            text.append("Use instead an explorer that follows the gradient, with the rungs it takes (a rank holds "
                    + "many), and more iterations:\n  kelvin sample --preset original --explorer hmc --rungs "
                    + LadderAdvice.rungs(barrier(run.header().ladder(), run.header().model().parameters())) + "\n");
        }
        return text.toString();
    }

    /** Adds a word about swaps where the ladder cannot work; how it went tells nothing before convergence. */
    private static boolean swaps(StringBuilder text, Ladder ladder, int parameters) {
        double barrier = barrier(ladder, parameters);
        long enough = LadderAdvice.rungs(barrier);
        boolean coarse = ladder.path() == Path.POSTERIOR && ladder.rungs() > 1 && ladder.rungs() < enough / 2;
        if (coarse) {
            text.append(String.format(Locale.ROOT, "Between T = 1 and T = %s, %d parameters make a barrier of %.0f "
                    + "(sqrt(d / 2 pi) ln T): once converged, %d rungs practically never swap; about %d would do.%n",
                    RungTable.temperature(hottest(ladder)), parameters, barrier, ladder.rungs(), enough));
        }
        return coarse;
    }

    private static double barrier(Ladder ladder, int parameters) {
        return LadderAdvice.barrierOfNormal(parameters, hottest(ladder));
    }

    private static double hottest(Ladder ladder) {
        return ladder.temperatures().get(ladder.rungs() - 1);
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
