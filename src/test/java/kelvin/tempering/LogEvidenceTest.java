package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/**
 * Against an evidence that is known: d standard normal parameters, log-likelihood -n/2 times their sum of squares, log
 * evidence -d/2 log(1 + n). Every parameter of every rung is an autoregression, so that draws are correlated.
 */
class LogEvidenceTest {
    private static final int D = 4;
    private static final int N = 500;
    private static final double TRUTH = -0.5 * D * Math.log(1 + N);
    private static final Ladder LADDER = Ladder.geometricToPrior(7, 0.004);
    private static final int RUNS = 200;

    @Test
    void theIntervalHoldsTheTruthAsOftenAsItSays() {
        int covered = covered(seed -> LogEvidence.of(List.of(sums(traces(seed, 1500, 0.8)))));
        assertTrue(covered >= 180 && covered <= 199, covered + " of " + RUNS);
        int ofTwo = covered(seed -> LogEvidence.of(List.of(sums(traces(seed, 700, 0.8)),
                sums(traces(seed + 7777, 700, 0.8)))));
        assertTrue(ofTwo >= 180 && ofTwo <= 199, ofTwo + " of " + RUNS + " with two ladders");
    }

    @Test
    void anErrorThatKnowsNoAutocorrelationIsNoticed() {
        int covered = covered(seed -> {
            List<double[]> traces = traces(seed, 1500, 0.8);
            Collections.shuffle(traces, new Random(seed));
            return LogEvidence.of(List.of(sums(traces)));
        });
        assertTrue(covered < 180, covered + " of " + RUNS);
    }

    @Test
    void forwardIsBelowAndBackwardAboveOnAverage() {
        double forward = 0;
        double backward = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            LogEvidence found = LogEvidence.of(List.of(sums(traces(seed, 60, 0))));
            forward += (found.forward() - TRUTH) / RUNS;
            backward += (found.backward() - TRUTH) / RUNS;
        }
        assertTrue(forward < -0.01 && backward > 0.01, forward + " and " + backward);
    }

    @Test
    void joiningBatchesChangesNoEstimate() {
        List<double[]> traces = traces(3, 1000, 0.5);
        LogEvidence found = LogEvidence.of(List.of(sums(traces)));
        double forward = 0;
        double backward = 0;
        double integral = 0;
        double bridge = 0;
        for (int k = 0; k + 1 < LADDER.rungs(); k++) {
            double step = LADDER.coefficients(k).likelihood() - LADDER.coefficients(k + 1).likelihood();
            double up = 0;
            double down = 0;
            double halfUp = 0;
            double halfDown = 0;
            for (double[] trace : traces) {
                up += Math.exp(step * trace[k + 1]) / traces.size();
                down += Math.exp(-step * trace[k]) / traces.size();
                halfUp += Math.exp(step * trace[k + 1] / 2) / traces.size();
                halfDown += Math.exp(-step * trace[k] / 2) / traces.size();
                integral += step * (trace[k] + trace[k + 1]) / 2 / traces.size();
            }
            forward += Math.log(up);
            backward -= Math.log(down);
            bridge += Math.log(halfUp) - Math.log(halfDown);
        }
        assertEquals(forward, found.forward(), 1e-9);
        assertEquals(backward, found.backward(), 1e-9);
        assertEquals(integral, found.thermodynamic(), 1e-9);
        assertEquals(bridge, found.value(), 1e-9);
    }

    @Test
    void theTrapezoidalRuleComesNearOnAFineLadder() {
        Ladder fine = Ladder.geometricToPrior(60, 1e-4);
        EvidenceSums sums = new EvidenceSums(60);
        sums.begin(fine);
        for (double[] trace : traces(1, 2000, 0, fine)) {
            sums.add(trace, 0);
        }
        assertEquals(TRUTH, LogEvidence.of(List.of(sums)).thermodynamic(), 0.2);
    }

    @Test
    void laddersThatDisagreeMakeTheErrorLarge() {
        List<double[]> stuck = traces(2, 1000, 0.5);
        stuck.forEach(trace -> trace[0] -= 40);
        LogEvidence agreeing = LogEvidence.of(List.of(sums(traces(1, 1000, 0.5)), sums(traces(2, 1000, 0.5))));
        LogEvidence found = LogEvidence.of(List.of(sums(traces(1, 1000, 0.5)), sums(stuck)));
        assertEquals(LogEvidence.Agreement.AGREE, agreeing.agreement());
        assertEquals(LogEvidence.Agreement.DISAGREE, found.agreement());
        assertEquals(1, found.degreesOfFreedom());
        assertTrue(found.error() > 5 * agreeing.error(), found.error() + " and " + agreeing.error());
        assertTrue(found.halfWidth(0.95) > 12 * found.error());
        assertEquals(LogEvidence.Agreement.UNKNOWN, LogEvidence.of(List.of(sums(stuck))).agreement());
    }

    @Test
    void aFewIterationsTellNoError() {
        LogEvidence found = LogEvidence.of(List.of(sums(traces(1, 7, 0))));
        assertTrue(Double.isNaN(found.error()) && Double.isNaN(found.halfWidth(0.95)));
        assertTrue(Double.isFinite(found.value()));
    }

    @Test
    void whatIsSavedGoesOnAsBefore() throws IOException {
        List<double[]> traces = traces(5, 301, 0.5);
        EvidenceSums whole = sums(traces);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sums(traces.subList(0, 137)).save(new DataOutputStream(bytes));
        EvidenceSums restored = new EvidenceSums(LADDER.rungs());
        restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        traces.subList(137, 301).forEach(trace -> restored.add(trace, 0));
        assertEquals(LogEvidence.of(List.of(whole)), LogEvidence.of(List.of(restored)));
    }

    private static int covered(Function<Integer, LogEvidence> run) {
        return (int) IntStream.range(0, RUNS).parallel().filter(seed -> {
            LogEvidence found = run.apply(seed);
            return Math.abs(found.value() - TRUTH) <= found.halfWidth(0.95);
        }).count();
    }

    private static EvidenceSums sums(List<double[]> traces) {
        EvidenceSums sums = new EvidenceSums(LADDER.rungs());
        sums.begin(LADDER);
        traces.forEach(trace -> sums.add(trace, 0));
        return sums;
    }

    private static List<double[]> traces(int seed, int iterations, double correlation) {
        return traces(seed, iterations, correlation, LADDER);
    }

    private static List<double[]> traces(int seed, int iterations, double correlation, Ladder ladder) {
        Random random = new Random(seed);
        double[][] z = new double[ladder.rungs()][D];
        List<double[]> traces = new ArrayList<>();
        for (int t = 0; t < iterations; t++) {
            double[] logLikelihood = new double[ladder.rungs()];
            for (int k = 0; k < ladder.rungs(); k++) {
                for (int p = 0; p < D; p++) {
                    double before = t == 0 ? random.nextGaussian() : z[k][p];
                    z[k][p] = correlation * before + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
                    logLikelihood[k] -= 0.5 * N * z[k][p] * z[k][p] / (1 + N * ladder.coefficients(k).likelihood());
                }
            }
            traces.add(logLikelihood);
        }
        return traces;
    }
}
