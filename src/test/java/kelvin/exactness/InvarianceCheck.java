package kelvin.exactness;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

import kelvin.tempering.Coefficients;

/**
 * Whether replicates that start exactly end exactly: Kolmogorov-Smirnov tests on every rung of every whitened
 * coordinate, of their squared norm, and of the difference of neighbouring rungs' coordinates (their independence).
 * The replicates are independent of one another, so the tests' nominal levels hold however few transitions were made.
 */
final class InvarianceCheck {
    /** Probability that the check rejects a right sampler, over all its tests (Bonferroni). */
    static final double FALSE_POSITIVE_RATE = 0.001;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final NormalDistribution DIFFERENCE = NormalDistribution.of(0, Math.sqrt(2));
    private static final ChiSquaredDistribution NORM = ChiSquaredDistribution.of(GaussianProblem.D);

    private final GaussianProblem problem;
    private final int replicates;

    InvarianceCheck(GaussianProblem problem, int replicates) {
        this.problem = problem;
        this.replicates = replicates;
    }

    /** Whether the sampler is rejected at the check's own level. */
    boolean rejects(Replicates sampler, Setting setting, long seed) {
        return smallest(sampler, setting, seed) < FALSE_POSITIVE_RATE;
    }

    /** The smallest p-value of all tests, times their number. */
    double smallest(Replicates sampler, Setting setting, long seed) {
        List<Coefficients> rungs = setting.coefficients();
        Random random = new Random(seed);
        double[][][] starts = new double[replicates][rungs.size()][];
        for (double[][] ladder : starts) {
            for (int k = 0; k < ladder.length; k++) {
                ladder[k] = problem.draw(rungs.get(k), random);
            }
        }
        double[][][] white = sampler.run(setting, starts, seed + 1);
        for (double[][] ladder : white) {
            for (int k = 0; k < ladder.length; k++) {
                ladder[k] = problem.whiten(rungs.get(k), ladder[k]);
            }
        }
        List<Double> pValues = new ArrayList<>();
        for (int k = 0; k < rungs.size(); k++) {
            int rung = k;
            pValues.add(p(white, ladder -> squaredNorm(ladder[rung]), NORM::cumulativeProbability));
            for (int i = 0; i < GaussianProblem.D; i++) {
                int c = i;
                pValues.add(p(white, ladder -> ladder[rung][c], NORMAL::cumulativeProbability));
                if (k > 0) {
                    pValues.add(p(white, ladder -> ladder[rung][c] - ladder[rung - 1][c],
                            DIFFERENCE::cumulativeProbability));
                }
            }
        }
        return pValues.size() * pValues.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private interface Statistic {
        double of(double[][] ladder);
    }

    private double p(double[][][] white, Statistic statistic, DoubleUnaryOperator distribution) {
        double[] values = new double[white.length];
        for (int m = 0; m < values.length; m++) {
            values[m] = statistic.of(white[m]);
        }
        return KolmogorovSmirnovTest.withDefaults().test(values, distribution).getPValue();
    }

    private static double squaredNorm(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x * x;
        }
        return sum;
    }
}
