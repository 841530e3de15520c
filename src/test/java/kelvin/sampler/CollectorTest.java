package kelvin.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

import org.junit.jupiter.api.Test;

import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.store.Block;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;

/** What rank 0 makes of reports does not depend on its threads, nor on how many ranks they come from. */
class CollectorTest {
    private static final int LADDERS = 8;
    private static final int RUNGS = 12;
    private static final int ITERATIONS = 100;
    private static final int INTERVALS = 3;

    @Test
    void threadsAndRanksChangeNoBit() throws IOException {
        byte[] alone = collected(1, 1, 1);
        assertArrayEquals(alone, collected(3, 1, 1));
        assertArrayEquals(alone, collected(1, 12, 1));
        assertArrayEquals(alone, collected(3, 12, 1));
        assertFalse(Arrays.equals(alone, collected(3, 12, 2)), "other reports");
    }

    @Test
    void aBlockHasEveryValueInItsPlace() {
        try (Collector collector = new Collector(settings(1))) {
            collector.beginSampling(settings(1).ladder());
            Block block = collector.block(reports(12, 0, 1), 0, 0);
            for (int m = 0; m < LADDERS; m++) {
                for (int i = 0; i < ITERATIONS; i++) {
                    for (int k = 0; k < RUNGS; k++) {
                        int at = (m * ITERATIONS + i) * RUNGS + k;
                        Cell cell = new Cell(0, m, i, k, 1);
                        assertEquals(cell.logLikelihood, block.logLikelihood()[at]);
                        assertEquals(-cell.logLikelihood / 2, block.logPrior()[at]);
                        assertEquals(cell.replica, block.replica()[at]);
                    }
                }
            }
        }
    }

    /** What a slot has at an iteration: made up, but the same however slots are spread over ranks. */
    private record Cell(double logLikelihood, int replica) {
        Cell(int interval, int ladder, int iteration, int rung, long seed) {
            this(-50 + 10 * new Random(seed + 31L * (interval + 31L * (ladder + 31L * (iteration + 101L * rung)))).nextGaussian(),
                    (rung + iteration) % RUNGS);
        }
    }

    private static byte[] collected(int threads, int ranks, long seed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try (Collector collector = new Collector(settings(threads))) {
            collector.beginSampling(settings(threads).ladder());
            for (int interval = 0; interval < INTERVALS; interval++) {
                List<Report> reports = reports(ranks, interval, seed);
                collector.count(reports, false);
                Block block = collector.block(reports, (long) interval * ITERATIONS, 0);
                for (double value : block.logLikelihood()) {
                    out.writeDouble(value);
                }
                collector.save(out);
            }
            assertTrue(Double.isFinite(collector.evidence().get("log_evidence")));
            out.writeUTF(collector.evidence().toString());
        }
        return bytes.toByteArray();
    }

    private static List<Report> reports(int ranks, int interval, long seed) {
        Layout layout = new Layout(ranks, LADDERS, RUNGS);
        List<Report> reports = new ArrayList<>();
        for (int r = 0; r < ranks; r++) {
            SlotBlock block = layout.block(r);
            Trace trace = new Trace(block, ITERATIONS, 1, 4);
            for (int i = 0; i < ITERATIONS; i++) {
                for (int s = 0; s < block.size(); s++) {
                    int at = trace.at(i, s);
                    Cell cell = new Cell(interval, block.ladder(s), i, block.rung(s), seed);
                    trace.logLikelihood[at] = cell.logLikelihood;
                    trace.logPrior[at] = -cell.logLikelihood / 2;
                    trace.acceptance[at] = Math.exp(cell.logLikelihood / 100);
                    trace.replica[at] = cell.replica;
                    trace.swapAcceptance[at] = (block.rung(s) + i) % 2 == 0 ? trace.acceptance[at] : Double.NaN;
                }
            }
            trace.filled(ITERATIONS, 0);
            Report report = new Report(block, 4, ITERATIONS, 1);
            report.begin(ITERATIONS, 0);
            report.add(trace);
            reports.add(report);
        }
        return reports;
    }

    private static SampleSettings settings(int threads) {
        Model model = new Model(Network.of(Activation.TANH, 1, 1, 1), new Likelihood.Gaussian(1),
                new Prior(Prior.Kind.NORMAL, 1));
        DataSet data = new DataSet(List.of("x"), List.of("y"), new double[] {1}, new double[] {1});
        return new SampleSettings(model, data, Ladder.geometricToPrior(RUNGS, 0.001), LadderTuning.FIXED, LADDERS, 1,
                new Transition.RandomWalk(), 1, OptionalDouble.of(0.1), 0.8, Adaptation.NONE, Init.PRIOR, 0, 10_000, 10_000, 1,
                threads, false);
    }
}
