package kelvin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import kelvin.store.RunResults;
import kelvin.tempering.Ladder;

/**
 * What became of every rung, as means over the ladders.
 *
 * @param rungs from the cold one up
 */
record RungTable(List<Row> rungs) {
    /**
     * One rung.
     *
     * @param temperature T, may be infinite
     * @param beta 1 / T
     * @param acceptance of the explorer
     * @param stepSize geometric mean over the ladders; NaN where draws from the prior are exact
     * @param swapAcceptance with the next rung; NaN for the last, or where none was tried
     * @param notFinite proposals with a NaN or infinite energy, of all ladders
     */
    record Row(double temperature, double beta, double acceptance, double stepSize, double swapAcceptance,
            long notFinite) {
    }

    static RungTable of(RunResults results) {
        Ladder ladder = results.ladder();
        int k = ladder.rungs();
        int m = results.acceptance().length / k;
        double[] rejection = results.meanSwapRejection();
        List<Row> rows = new ArrayList<>();
        for (int rung = 0; rung < k; rung++) {
            double acceptance = 0;
            double logStep = 0;
            long notFinite = 0;
            for (int slot = rung; slot < m * k; slot += k) {
                acceptance += results.acceptance()[slot] / m;
                logStep += Math.log(results.stepSize()[slot]) / m;
                notFinite += results.notFinite()[slot];
            }
            double temperature = ladder.temperatures().get(rung);
            rows.add(new Row(temperature, 1 / temperature, acceptance,
                    Double.isInfinite(temperature) ? Double.NaN : Math.exp(logStep),
                    rung + 1 < k ? 1 - rejection[rung] : Double.NaN, notFinite));
        }
        return new RungTable(rows);
    }

    /** The table for people; a column of proposals that were not finite if there were any. */
    String text() {
        boolean anyNotFinite = rungs.stream().anyMatch(row -> row.notFinite() > 0);
        StringBuilder text = new StringBuilder("rung         T       beta  acceptance   step size  swap with next");
        text.append(anyNotFinite ? "  not finite\n" : "\n");
        for (int k = 0; k < rungs.size(); k++) {
            Row row = rungs.get(k);
            text.append(String.format(Locale.ROOT, "%4d  %8s  %9.4g  %10.2f  %10s  %14s", k,
                    temperature(row.temperature()), row.beta(), row.acceptance(), orDash("%.3g", row.stepSize()),
                    orDash("%.2f", row.swapAcceptance())));
            text.append(anyNotFinite ? String.format(Locale.ROOT, "  %10d%n", row.notFinite()) : "\n");
        }
        return text.toString();
    }

    private static String orDash(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** A temperature with four digits. */
    static String temperature(double temperature) {
        return Double.isInfinite(temperature) ? "inf" : String.format(Locale.ROOT,
                temperature < 100 ? "%.3f" : "%.4g", temperature);
    }
}
