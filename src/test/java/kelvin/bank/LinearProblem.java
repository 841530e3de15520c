package kelvin.bank;

import java.util.List;
import java.util.Random;

import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.tempering.Coefficients;
import kelvin.tempering.SwapSchedule;

/**
 * A linear model with Gaussian noise and a normal prior: its posterior is N(m, V) with V^-1 = X'X / noise^2 + I / s^2
 * and m = V X'y / noise^2, X including a column of ones.
 */
record LinearProblem(Model model, DataSet data, double[] mean, double[] variance) {
    private static final double NOISE = 0.8;
    private static final double SCALE = 0.9;
    private static final int ROWS = 12;

    static LinearProblem make() {
        Random random = new Random(4);
        double[] x = random.doubles(2 * ROWS, -1, 1).toArray();
        double[] y = new double[ROWS];
        double[][] precision = new double[3][3];
        double[] right = new double[3];
        for (int r = 0; r < ROWS; r++) {
            double[] row = {x[2 * r], x[2 * r + 1], 1};
            y[r] = 0.7 * row[0] - 1.1 * row[1] + 0.4 + NOISE * random.nextGaussian();
            for (int i = 0; i < 3; i++) {
                right[i] += row[i] * y[r] / (NOISE * NOISE);
                for (int j = 0; j < 3; j++) {
                    precision[i][j] += row[i] * row[j] / (NOISE * NOISE);
                }
            }
        }
        double[][] v = new double[3][];
        for (int i = 0; i < 3; i++) {
            precision[i][i] += 1 / (SCALE * SCALE);
        }
        for (int i = 0; i < 3; i++) {
            double[] unit = new double[3];
            unit[i] = 1;
            v[i] = solve(precision, unit);
        }
        double[] variance = {v[0][0], v[1][1], v[2][2]};
        return new LinearProblem(
                new Model(Network.of(Activation.RELU, 2, 1), new Likelihood.Gaussian(NOISE),
                        new Prior(Prior.Kind.NORMAL, SCALE)),
                new DataSet(List.of("a", "b"), List.of("y"), x, y), solve(precision, right), variance);
    }

    /** Cramer's rule. */
    private static double[] solve(double[][] a, double[] b) {
        double[] out = new double[3];
        for (int i = 0; i < 3; i++) {
            double[][] replaced = new double[3][];
            for (int r = 0; r < 3; r++) {
                replaced[r] = a[r].clone();
                replaced[r][i] = b[r];
            }
            out[i] = determinant(replaced) / determinant(a);
        }
        return out;
    }

    private static double determinant(double[][] a) {
        return a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0])
                + a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
    }

    /**
     * Moments of theta and of its squared distance from the mean, sampled at coefficients (beta, beta).
     *
     * @param scales of the proposals [3]
     */
    Moments sample(Device device, Transition transition, double step, double beta, int iterations,
            float... scales) {
        try (ReplicaBank bank = device.bank(new BankSettings(model, data, 21, SlotBlock.whole(1, 1), true, 1))) {
            bank.evaluate();
            bank.setScales(0, scales);
            Trace trace = new Trace(bank.settings().block(), iterations, iterations, 3);
            bank.advance(new Advance(0, iterations, transition, List.of(new Coefficients(beta, beta)),
                    new double[] {step}, new int[] {5}, new SwapSchedule(1, 1), new Advance.Draws(0, 1)), trace);
            double[][] values = new double[iterations][6];
            for (int n = 0; n < iterations; n++) {
                for (int i = 0; i < 3; i++) {
                    double theta = trace.draws[n * 3 + i];
                    values[n][i] = theta;
                    values[n][3 + i] = (theta - mean[i]) * (theta - mean[i]);
                }
            }
            return Moments.of(values);
        }
    }

    /** The largest distance of a sampled moment from the exact one, in standard errors. */
    double worst(Moments moments) {
        double worst = 0;
        for (int i = 0; i < 3; i++) {
            worst = Math.max(worst, Math.abs(moments.means()[i] - mean[i]) / moments.errors()[i]);
            worst = Math.max(worst, Math.abs(moments.means()[3 + i] - variance[i]) / moments.errors()[3 + i]);
        }
        return worst;
    }
}
