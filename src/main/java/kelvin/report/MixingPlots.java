package kelvin.report;

import java.util.ArrayList;
import java.util.List;

import kelvin.store.RunReader;

/** Plots of the ways that replicas take over the rungs. */
final class MixingPlots {
    private static final int COLUMNS = 150;
    private static final int WINDOW = 300;
    private static final int FOLLOWED = 3;

    private MixingPlots() {
    }

    static List<Plot> of(RunView view) {
        List<Plot> plots = new ArrayList<>();
        if (view.rungs() > 1) {
            int[][] replicaOfRung = new int[view.rungs()][];
            RunReader run = view.run();
            for (int k = 0; k < view.rungs(); k++) {
                replicaOfRung[k] = run.replica(0, k);
            }
            plots.add(ways(replicaOfRung));
            plots.add(map(replicaOfRung));
        }
        return plots;
    }

    /** Which rung some replicas are on, iteration by iteration, towards the end of the run. */
    private static Plot ways(int[][] replicaOfRung) {
        int rungs = replicaOfRung.length;
        int n = replicaOfRung[0].length;
        int first = Math.max(0, n - WINDOW);
        double[] x = new double[n - first];
        int followed = Math.min(FOLLOWED, rungs);
        double[][] rung = new double[followed][n - first];
        for (int t = first; t < n; t++) {
            x[t - first] = t;
            for (int k = 0; k < rungs; k++) {
                for (int i = 0; i < followed; i++) {
                    if (replicaOfRung[k][t] == i * (rungs - 1) / Math.max(1, followed - 1)) {
                        rung[i][t - first] = k;
                    }
                }
            }
        }
        Figure figure = new Figure("iteration", "rung").rangeY(-0.5, rungs - 0.5).wholeX().wholeY();
        for (int i = 0; i < followed; i++) {
            figure.steps("replica " + i * (rungs - 1) / Math.max(1, followed - 1), x, rung[i]);
        }
        return new Plot("ways", "Index process", "Ways of " + followed + " replicas of ladder 0 over the rungs in the last "
                + (n - first) + " iterations: they should wander from the cold rung to the hottest and back.",
                figure.chart());
    }

    private static Plot map(int[][] replicaOfRung) {
        int rungs = replicaOfRung.length;
        int[] columns = RunView.some(replicaOfRung[0].length, COLUMNS);
        int cells = rungs * columns.length;
        double[] x = new double[cells];
        double[] y = new double[cells];
        double[] value = new double[cells];
        for (int c = 0; c < columns.length; c++) {
            for (int k = 0; k < rungs; k++) {
                int i = c * rungs + k;
                x[i] = columns[c];
                y[i] = k;
                value[i] = replicaOfRung[k][columns[c]];
            }
        }
        double width = columns.length > 1 ? (double) replicaOfRung[0].length / columns.length : 1;
        return new Plot("replicas", "Who is where", "Colour is the replica that a rung of ladder 0 holds, from dark to bright in "
                + "the order in which they began. Well mixed looks like noise; stripes are replicas that do not move.",
                new Figure("iteration", "rung").cells(x, y, value, width, 0, Math.max(1, rungs - 1)).wholeX().wholeY()
                        .rangeY(-0.5, rungs - 0.5).chart());
    }
}
