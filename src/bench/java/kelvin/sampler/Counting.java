package kelvin.sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

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

/**
 * What rank 0 does for one iteration of one slot, in a run of a hundred ranks with eight rungs each: the time that
 * {@code kelvin.bench.Foresight} assumes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC"})
public class Counting {
    private static final int RANKS = 100;
    private static final int LADDERS = 10;
    private static final int RUNGS = 80;
    private static final int ITERATIONS = 50;
    private static final int CELLS = LADDERS * RUNGS * ITERATIONS;

    /** Of rank 0. */
    @Param({"1", "2"})
    private int threads;

    private Collector collector;
    private List<Report> reports;

    /** Reports as of normal log-likelihoods, each further down the ladder the lower. */
    @Setup
    public void fill() {
        collector = new Collector(settings());
        collector.beginSampling(settings().ladder());
        reports = new ArrayList<>();
        Random random = new Random(1);
        Layout layout = new Layout(RANKS, LADDERS, RUNGS);
        for (int r = 0; r < RANKS; r++) {
            SlotBlock block = layout.block(r);
            Trace trace = new Trace(block, ITERATIONS, 1, 4);
            for (int i = 0; i < ITERATIONS; i++) {
                for (int s = 0; s < block.size(); s++) {
                    int at = trace.at(i, s);
                    trace.logLikelihood[at] = -50 * (1 + block.rung(s)) + 10 * random.nextGaussian();
                    trace.acceptance[at] = random.nextDouble();
                    trace.swapAcceptance[at] = (block.rung(s) + i) % 2 == 0 ? random.nextDouble() : Double.NaN;
                    trace.replica[at] = (block.rung(s) + i) % RUNGS;
                }
            }
            trace.filled(ITERATIONS, 0);
            Report report = new Report(block, 4, ITERATIONS, 1);
            report.begin(ITERATIONS, 0);
            report.add(trace);
            reports.add(report);
        }
    }

    /** Ends its threads. */
    @TearDown
    public void close() {
        collector.close();
    }

    /** Acceptances, swaps and round trips. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public void count() {
        collector.count(reports, false);
    }

    /** What goes to the file, and the evidence. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public Block block() {
        return collector.block(reports, 0, 0);
    }

    private SampleSettings settings() {
        Model model = new Model(Network.of(Activation.TANH, 1, 1, 1), new Likelihood.Gaussian(1),
                new Prior(Prior.Kind.NORMAL, 1));
        DataSet data = new DataSet(List.of("x"), List.of("y"), new double[] {1}, new double[] {1});
        return new SampleSettings(model, data, Ladder.geometricToPrior(RUNGS, 0.001), LadderTuning.FIXED, LADDERS, 1,
                new Transition.RandomWalk(), 1, OptionalDouble.of(0.1), 0.8, Adaptation.NONE, Init.PRIOR, 0, 10_000, 10_000, 1,
                threads, false);
    }
}
