package kelvin.tempering;

import java.util.Arrays;
import java.util.List;

import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

import kelvin.tempering.EvidenceSums.Term;

/**
 * The log evidence of a model, from all iterations of all rungs of all ladders. The estimate meets half-way between
 * neighbours: log mean exp((beta_k - beta_(k+1)) L_(k+1) / 2) less log mean exp(-(beta_k - beta_(k+1)) L_k / 2), summed
 * over the pairs: bridge sampling with the geometric bridge (Meng and Wong, Statistica Sinica 6 (1996), section 3).
 *
 * <p>Beside it stand the stepping stones (Xie, Lewis, Fan, Kuo, Chen, Syst. Biol. 60 (2011); both ways as in Syed et
 * al., JRSS B 84 (2022), section 6): forward F = sum_k log mean exp((beta_k - beta_(k+1)) L_(k+1)), too small on average,
 * and backward B = -sum_k log mean exp(-(beta_k - beta_(k+1)) L_k), too large. They are not the estimate, because B can
 * have an infinite variance: for normal densities it has where neighbours' precisions differ by a factor of two or more,
 * about where they reject half of their swaps. The variance of each half of the bridge is always finite: its second
 * moment is the ratio of the two evidences.
 *
 * <p>The error is a jackknife over batches of successive iterations, all rungs of a ladder together, so that it knows of
 * autocorrelation, and of the correlation of neighbours that swap. What correlation is left between batches is taken out
 * to first order by comparing batches with batches twice as long ("lugsail" batch means, Vats and Flegal, Biometrika 109
 * (2022), with r = 2, c = 1/2). Where ladders disagree more than that explains, their scatter is the error.
 *
 * @param value the estimate, nats
 * @param error its Monte Carlo standard error, nats
 * @param degreesOfFreedom of the error
 * @param forward F, nats
 * @param backward B, nats
 * @param thermodynamic the integral of E[L] over beta by the trapezoidal rule, nats: a check, no better than the ladder
 *        is fine
 * @param agreement whether the ladders' scatter is what the error within them explains
 */
public record LogEvidence(double value, double error, double degreesOfFreedom, double forward, double backward,
        double thermodynamic, Agreement agreement) {
    /** Fewer batches than this tell no error. */
    private static final int FEWEST_BATCHES = 8;
    /** A scatter of ladders that chance exceeds so rarely is no chance. */
    private static final double SIGNIFICANT = 0.01;
    /**
     * Degrees of freedom of a lugsail variance for every long batch: for independent batches its relative variance is
     * 5 over their number, where that of n squares of normals is 2 / n.
     */
    private static final double PER_LONG_BATCH = 0.4;

    /** Whether ladders agree. */
    public enum Agreement {
        /** There is one ladder. */
        UNKNOWN,
        /** They do. */
        AGREE,
        /** They do not: some have not found what others have. */
        DISAGREE
    }

    /** Of one sum for each ladder, of equally many iterations; the error is NaN for short runs. */
    public static LogEvidence of(List<EvidenceSums> ladders) {
        Stones all = Stones.of(ladders);
        Variance within = within(ladders, all);
        double[] ofLadders = ladders.stream().mapToDouble(one -> Stones.of(List.of(one)).value).toArray();
        Variance between = new Variance(variance(ofLadders) / ladders.size(), ladders.size() - 1);
        Agreement agreement = agreement(within, between);
        Variance known = switch (agreement) {
            case UNKNOWN -> within;
            case AGREE -> within.pooled(between);
            case DISAGREE -> between;
        };
        return new LogEvidence(all.value, Math.sqrt(known.value()), known.degreesOfFreedom(), all.forward,
                all.backward, thermodynamic(ladders), agreement);
    }

    /** Half the width of the interval that holds the true value with this probability, by Student's t. */
    public double halfWidth(double probability) {
        return Double.isNaN(error) ? Double.NaN
                : error * TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - probability) / 2);
    }

    private record Variance(double value, double degreesOfFreedom) {
        Variance pooled(Variance other) {
            double sum = degreesOfFreedom + other.degreesOfFreedom;
            return new Variance((degreesOfFreedom * value + other.degreesOfFreedom * other.value) / sum, sum);
        }
    }

    private static Agreement agreement(Variance within, Variance between) {
        if (between.degreesOfFreedom == 0 || Double.isNaN(within.value)) {
            return Agreement.UNKNOWN;
        }
        double chance = FDistribution.of(between.degreesOfFreedom, within.degreesOfFreedom)
                .survivalProbability(between.value / within.value);
        return chance < SIGNIFICANT ? Agreement.DISAGREE : Agreement.AGREE;
    }

    /** Variance of the value by the pseudo-values of batches, which are close to independent and have its mean. */
    private static Variance within(List<EvidenceSums> ladders, Stones all) {
        int batches = ladders.get(0).batches();
        if (batches < FEWEST_BATCHES) {
            return new Variance(Double.NaN, Double.NaN);
        }
        int pairs = batches / 2;
        int perLadder = all.without.length / ladders.size();
        int total = ladders.size() * batches;
        double[] pseudo = new double[ladders.size() * 2 * pairs];
        double[] longPseudo = new double[ladders.size() * pairs];
        for (int i = 0; i < pseudo.length; i++) {
            double without = all.without[i / (2 * pairs) * perLadder + i % (2 * pairs)];
            pseudo[i] = total * all.value - (total - 1) * without;
            longPseudo[i / 2] += pseudo[i] / 2;
        }
        double ofShort = variance(pseudo) / pseudo.length;
        double ofLong = variance(longPseudo) / longPseudo.length;
        return new Variance(Math.max(ofShort, 2 * ofLong - ofShort), PER_LONG_BATCH * longPseudo.length);
    }

    /**
     * Estimates from all batches together.
     *
     * @param value the bridge
     * @param forward F
     * @param backward B
     * @param without the bridge without each batch, ladder by ladder, what came after the last batch included
     */
    private record Stones(double value, double forward, double backward, double[] without) {
        static Stones of(List<EvidenceSums> ladders) {
            double[] without = new double[ladders.size() * (ladders.get(0).batches() + 1)];
            double value = sum(Term.HALF_FORWARD, ladders, without) - sum(Term.HALF_BACKWARD, ladders, without);
            return new Stones(value, sum(Term.FORWARD, ladders, new double[without.length]),
                    -sum(Term.BACKWARD, ladders, new double[without.length]), without);
        }

        /** The logarithms of a term's means, summed over the pairs; adds or subtracts those without each batch. */
        private static double sum(Term term, List<EvidenceSums> ladders, double[] without) {
            int sign = term == Term.HALF_BACKWARD ? -1 : 1;
            int blocks = without.length;
            int perLadder = blocks / ladders.size();
            double[] fromHere = new double[blocks + 1];
            double[] logSums = new double[blocks];
            long[] left = new long[blocks];
            long n = 0;
            for (int i = 0; i < blocks; i++) {
                left[i] = -ladders.get(i / perLadder).count(i % perLadder);
                n -= left[i];
            }
            double sum = 0;
            for (int k = 0; k + 1 < ladders.get(0).rungs(); k++) {
                fromHere[blocks] = LogSum.EMPTY;
                for (int i = blocks - 1; i >= 0; i--) {
                    logSums[i] = ladders.get(i / perLadder).logSum(term, i % perLadder, k);
                    fromHere[i] = LogSum.of(logSums[i], fromHere[i + 1]);
                }
                double toHere = LogSum.EMPTY;
                for (int i = 0; i < blocks; i++) {
                    without[i] += sign * (LogSum.of(toHere, fromHere[i + 1]) - StrictMath.log(n + left[i]));
                    toHere = LogSum.of(toHere, logSums[i]);
                }
                sum += toHere - StrictMath.log(n);
            }
            return sum;
        }
    }

    private static double thermodynamic(List<EvidenceSums> ladders) {
        EvidenceSums any = ladders.get(0);
        double[] mean = new double[any.rungs()];
        for (int k = 0; k < mean.length; k++) {
            long n = 0;
            for (EvidenceSums one : ladders) {
                for (int b = 0; b <= one.batches(); b++) {
                    mean[k] += one.logLikelihood(b, k);
                    n += one.count(b);
                }
            }
            mean[k] /= n;
        }
        double integral = 0;
        for (int k = 0; k + 1 < mean.length; k++) {
            integral += (any.beta(k) - any.beta(k + 1)) * (mean[k] + mean[k + 1]) / 2;
        }
        return integral;
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }
}
