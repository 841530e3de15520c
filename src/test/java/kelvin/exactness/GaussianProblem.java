package kelvin.exactness;

import java.util.List;
import java.util.Random;

import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.tempering.Coefficients;

/**
 * Linear regression (a network without hidden layer) with known noise and normal prior: at every temperature the
 * density is normal with precision a X'X / noise^2 + b / scale^2, so that it can be drawn from and tested exactly.
 */
final class GaussianProblem {
    static final int D = 3;
    private static final int ROWS = 6;
    private static final double NOISE = 0.7;
    private static final double SCALE = 0.8;

    private final double[][] inputs = new double[ROWS][D];
    private final double[] targets = new double[ROWS];

    GaussianProblem() {
        Random random = new Random(12345);
        for (int r = 0; r < ROWS; r++) {
            // The weights' inputs first, then the bias's constant 1: the order of theta.
            inputs[r] = new double[] {random.nextGaussian(), random.nextGaussian(), 1};
            targets[r] = inputs[r][0] - 0.5 * inputs[r][1] + 0.3 + NOISE * random.nextGaussian();
        }
    }

    Model model() {
        return new Model(Network.of(Activation.RELU, D - 1, 1), new Likelihood.Gaussian(NOISE),
                new Prior(Prior.Kind.NORMAL, SCALE));
    }

    DataSet data() {
        double[] x = new double[ROWS * (D - 1)];
        for (int r = 0; r < ROWS; r++) {
            System.arraycopy(inputs[r], 0, x, r * (D - 1), D - 1);
        }
        return new DataSet(List.of("u", "v"), List.of("y"), x, targets.clone());
    }

    /** An exact draw at some coefficients. */
    double[] draw(Coefficients c, Random random) {
        double[][] factor = factor(c);
        double[] z = random.doubles(D).map(u -> random.nextGaussian()).toArray();
        double[] theta = mean(c, factor);
        double[] shift = solveTransposed(factor, z);
        for (int i = 0; i < D; i++) {
            theta[i] += shift[i];
        }
        return theta;
    }

    /** Independent standard normals, if theta is a draw at these coefficients. */
    double[] whiten(Coefficients c, double[] theta) {
        double[][] factor = factor(c);
        double[] mean = mean(c, factor);
        double[] white = new double[D];
        for (int i = 0; i < D; i++) {
            for (int j = i; j < D; j++) {
                white[i] += factor[j][i] * (theta[j] - mean[j]);
            }
        }
        return white;
    }

    double logLikelihood(double[] theta) {
        double sum = 0;
        for (int r = 0; r < ROWS; r++) {
            double e = (targets[r] - dot(inputs[r], theta)) / NOISE;
            sum -= 0.5 * e * e + Math.log(NOISE) + 0.5 * Math.log(2 * Math.PI);
        }
        return sum;
    }

    double logPrior(double[] theta) {
        return -0.5 * dot(theta, theta) / (SCALE * SCALE) - D * (Math.log(SCALE) + 0.5 * Math.log(2 * Math.PI));
    }

    /** Gradient of the tempered log density. */
    double[] gradient(Coefficients c, double[] theta) {
        double[] g = new double[D];
        for (int i = 0; i < D; i++) {
            g[i] = -c.prior() * theta[i] / (SCALE * SCALE);
            for (int r = 0; r < ROWS; r++) {
                g[i] += c.likelihood() * (targets[r] - dot(inputs[r], theta)) * inputs[r][i] / (NOISE * NOISE);
            }
        }
        return g;
    }

    /** Lower Cholesky factor of the precision. */
    private double[][] factor(Coefficients c) {
        double[][] l = new double[D][D];
        for (int i = 0; i < D; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? c.prior() / (SCALE * SCALE) : 0;
                for (double[] x : inputs) {
                    sum += c.likelihood() * x[i] * x[j] / (NOISE * NOISE);
                }
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
            }
        }
        return l;
    }

    private double[] mean(Coefficients c, double[][] factor) {
        double[] z = new double[D];
        for (int i = 0; i < D; i++) {
            for (int r = 0; r < ROWS; r++) {
                z[i] += c.likelihood() * inputs[r][i] * targets[r] / (NOISE * NOISE);
            }
            for (int k = 0; k < i; k++) {
                z[i] -= factor[i][k] * z[k];
            }
            z[i] /= factor[i][i];
        }
        return solveTransposed(factor, z);
    }

    private static double[] solveTransposed(double[][] l, double[] z) {
        double[] x = z.clone();
        for (int i = D - 1; i >= 0; i--) {
            for (int k = i + 1; k < D; k++) {
                x[i] -= l[k][i] * x[k];
            }
            x[i] /= l[i][i];
        }
        return x;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
