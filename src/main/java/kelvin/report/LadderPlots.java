package kelvin.report;

import java.util.Arrays;
import java.util.List;

import kelvin.tempering.Path;

/** Plots of rungs, of what lies between them, and of their explorers. */
final class LadderPlots {
    private LadderPlots() {
    }

    /** Nothing where there is one rung. */
    static List<Plot> of(RunView view) {
        if (view.rungs() == 1) {
            return List.of();
        }
        double[] rungs = RunView.numbers(view.rungs());
        double[] betas = view.betas();
        double[] positive = Arrays.stream(betas).map(beta -> beta > 0 ? beta : Double.NaN).toArray();
        return List.of(new Plot("ladder", "Ladder", "Inverse temperature of every rung; rung 0 is the posterior"
                    + (betas[betas.length - 1] == 0 ? ", and the last, which is left out, the prior." : "."),
                    new Figure("rung", "\u03b2 = 1/T").linePoints("\u03b2", rungs, positive).logY().wholeX().chart()),
                barrier(view, betas), swaps(view));
    }

    static List<Plot> ofExplorer(RunView view) {
        double[] rungs = RunView.numbers(view.rungs());
        double[] betas = view.betas();
        double[] steps = view.overLadders(view.results().stepSize());
        for (int k = 0; k < steps.length; k++) {
            steps[k] = betas[k] > 0 || view.header().ladder().path() == Path.POSTERIOR ? steps[k] : Double.NaN;
        }
        return List.of(acceptance(view, rungs), new Plot("step-size", "Step size of the explorer", "Hotter rungs are wider, and let it take longer "
                + "steps; frozen after the warm-up. Mean over the ladders.",
                new Figure("rung", "step size").linePoints("step size", rungs, steps).logY().wholeX().chart()));
    }

    private static Plot barrier(RunView view, double[] betas) {
        double[] rejection = view.overLadders(view.results().swapRejection());
        double[] cumulative = new double[betas.length];
        for (int k = 0; k < rejection.length; k++) {
            cumulative[k + 1] = cumulative[k] + rejection[k];
        }
        return new Plot("barrier", "Communication barrier", "Sum of the swap rejections from the cold rung on. Where "
                + "it is steep the ladder needs more rungs; its end is \u039b, and 2\u039b + 1 rungs are recommended.",
                new Figure("\u03b2 = 1/T", "cumulative barrier").linePoints("barrier", betas, cumulative).chart());
    }

    private static Plot swaps(RunView view) {
        int pairs = view.rungs() - 1;
        double[] acceptance = Arrays.stream(view.results().swapRejection()).map(rejection -> 1 - rejection).toArray();
        Figure figure = new Figure("pair (k, k+1)", "swap acceptance").rangeY(0, 1).wholeX().level(0.5, "recommended")
                .level(0.2, "too coarse below");
        figure.linePoints(view.ladders() > 1 ? "mean" : "ladder 0", RunView.numbers(pairs), view.overLadders(acceptance));
        perLadder(view, figure, acceptance, pairs);
        return new Plot("swaps", "Swaps between neighbours", "Mean probability with which rungs k and k + 1 exchange "
                + "their replicas.", figure.chart());
    }

    private static Plot acceptance(RunView view, double[] rungs) {
        Figure figure = new Figure("rung", "acceptance").rangeY(0, 1.02).wholeX();
        figure.linePoints(view.ladders() > 1 ? "mean" : "ladder 0", rungs, view.overLadders(view.results().acceptance()));
        perLadder(view, figure, view.results().acceptance(), rungs.length);
        return new Plot("acceptance", "Acceptance of the explorer", "Mean probability with which a rung accepts the "
                + "explorer's proposals.", figure.chart());
    }

    private static void perLadder(RunView view, Figure figure, double[] values, int n) {
        for (int m = 0; m < view.ladders() && view.ladders() > 1 && view.ladders() <= 6; m++) {
            figure.points(view.ladder(m), RunView.numbers(n), Arrays.copyOfRange(values, m * n, (m + 1) * n));
        }
    }
}
