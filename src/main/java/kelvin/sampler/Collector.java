package kelvin.sampler;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.store.Block;
import kelvin.tempering.EvidenceSums;
import kelvin.tempering.Ladder;
import kelvin.tempering.LogEvidence;
import kelvin.tempering.Path;
import kelvin.tempering.RoundTrips;

/**
 * Rank 0's sums over the reports of all ranks, taken in the order of iterations, ladders and rungs. Its threads share the work
 * by reports and, for the evidence, by ladders: what one part writes no other reads, so no bit depends on how.
 */
final class Collector implements AutoCloseable {
    /** Fewer cells than this are not worth waking threads for. */
    private static final int MANY_CELLS = 4096;

    private final SampleSettings settings;
    private final RungStatistics statistics;
    private final RungStatistics round;
    private final RoundTrips[] roundTrips;
    private final EvidenceSums[] evidence;
    private final int rungs;
    private final Optional<ForkJoinPool> pool;
    private double lastLogLikelihood = Double.NaN;

    Collector(SampleSettings settings) {
        this.settings = settings;
        rungs = settings.ladder().rungs();
        statistics = new RungStatistics(settings.ladders(), rungs);
        round = new RungStatistics(settings.ladders(), rungs);
        roundTrips = new RoundTrips[settings.ladders()];
        Arrays.setAll(roundTrips, m -> new RoundTrips(rungs));
        evidence = new EvidenceSums[reachesPrior(settings.ladder()) ? settings.ladders() : 0];
        Arrays.setAll(evidence, m -> new EvidenceSums(rungs));
        pool = settings.threads() > 1 ? Optional.of(new ForkJoinPool(settings.threads())) : Optional.empty();
    }

    @Override
    public void close() {
        pool.ifPresent(ForkJoinPool::shutdownNow);
    }

    /** Of the phase: the warm-up, or the sample. */
    RungStatistics statistics() {
        return statistics;
    }

    /** Of the warm-up's current round. */
    RungStatistics round() {
        return round;
    }

    /** Mean over the ladders of the cold rung's log-likelihood at the last iteration that was counted, nats. */
    double lastLogLikelihood() {
        return lastLogLikelihood;
    }

    /** Completed round trips of each ladder [M]. */
    long[] roundTrips() {
        return Arrays.stream(roundTrips).mapToLong(RoundTrips::completed).toArray();
    }

    /** Arrivals at the cold rung from the hottest, of each ladder [M]. */
    long[] restarts() {
        return Arrays.stream(roundTrips).mapToLong(RoundTrips::restarts).toArray();
    }

    /** Scalars about the log evidence by name, nats; none where the hottest rung is not the prior. */
    Map<String, Double> evidence() {
        Map<String, Double> scalars = new LinkedHashMap<>();
        if (evidence.length > 0) {
            LogEvidence found = LogEvidence.of(List.of(evidence));
            scalars.put("log_evidence", found.value());
            scalars.put("log_evidence_se", found.error());
            scalars.put("log_evidence_df", found.degreesOfFreedom());
            scalars.put("log_evidence_half_width", found.halfWidth(0.95));
            scalars.put("log_evidence_forward", found.forward());
            scalars.put("log_evidence_backward", found.backward());
            scalars.put("log_evidence_stepping_stone", (found.forward() + found.backward()) / 2);
            scalars.put("log_evidence_thermodynamic", found.thermodynamic());
        }
        return scalars;
    }

    private static boolean reachesPrior(Ladder ladder) {
        return ladder.rungs() > 1 && ladder.path() == Path.LIKELIHOOD
                && ladder.coefficients(ladder.rungs() - 1).likelihood() == 0;
    }

    /** Begins another round of the warm-up. */
    void beginRound() {
        round.reset();
    }

    /** Forgets the warm-up, but for where replicas are on their ways; the ladder no longer moves. */
    void beginSampling(Ladder ladder) {
        statistics.reset();
        for (RoundTrips one : roundTrips) {
            one.resetCounts();
        }
        for (EvidenceSums one : evidence) {
            one.begin(ladder);
        }
    }

    /** Writes all that changes. */
    void save(DataOutput out) throws IOException {
        statistics.save(out);
        round.save(out);
        for (RoundTrips ladder : roundTrips) {
            ladder.save(out);
        }
        for (EvidenceSums ladder : evidence) {
            ladder.save(out);
        }
    }

    /** Goes on from what {@link #save} wrote. */
    void restore(DataInput in) throws IOException {
        statistics.restore(in);
        round.restore(in);
        for (RoundTrips ladder : roundTrips) {
            ladder.restore(in);
        }
        for (EvidenceSums ladder : evidence) {
            ladder.restore(in);
        }
    }

    /**
     * Adds one interval's reports of all ranks to the statistics.
     *
     * @param warmUp whether to those of the current round as well
     */
    void count(List<Report> reports, boolean warmUp) {
        count(reports, statistics);
        if (warmUp) {
            count(reports, round);
        }
        followReplicas(reports);
        double cold = 0;
        for (Report report : reports) {
            for (int s = 0; s < report.block().size(); s++) {
                cold += report.block().rung(s) == 0 ? report.logLikelihood(report.iterations() - 1, s) : 0;
            }
        }
        lastLogLikelihood = cold / settings.ladders();
    }

    private void count(List<Report> reports, RungStatistics statistics) {
        int n = reports.get(0).iterations();
        statistics.iterations(n);
        forEach(reports.size(), n * settings.ladders() * rungs, r -> count(reports.get(r), statistics));
    }

    private static void count(Report report, RungStatistics statistics) {
        SlotBlock block = report.block();
        for (int i = 0; i < report.iterations(); i++) {
            for (int s = 0; s < block.size(); s++) {
                int ladder = block.ladder(s);
                int rung = block.rung(s);
                byte outcome = report.outcome(i, s);
                statistics.transition(ladder, rung, report.acceptance(i, s), outcome == Trace.ACCEPTED,
                        outcome == Trace.NOT_FINITE);
                double swap = report.swapAcceptance(i, s);
                if (!Double.isNaN(swap)) {
                    statistics.swap(ladder, rung, swap, report.swapped(i, s));
                }
            }
        }
    }

    private void followReplicas(List<Report> reports) {
        int n = reports.get(0).iterations();
        int[] cold = new int[settings.ladders() * n];
        int[] hottest = new int[cold.length];
        for (Report report : reports) {
            SlotBlock block = report.block();
            for (int m = 0; m < block.ladders(); m++) {
                int at = (block.firstLadder() + m) * n;
                for (int i = 0; i < n && block.firstRung() == 0; i++) {
                    cold[at + i] = report.replica(i, m * block.rungs());
                }
                for (int i = 0; i < n && block.firstRung() + block.rungs() == rungs; i++) {
                    hottest[at + i] = report.replica(i, (m + 1) * block.rungs() - 1);
                }
            }
        }
        for (int at = 0; at < cold.length; at++) {
            roundTrips[at / n].observe(cold[at], hottest[at]);
        }
    }

    /**
     * Makes one block of one interval's reports of all ranks, and takes its log-likelihoods for the evidence.
     *
     * @param first first iteration of the interval, counted from the start of the sampling phase
     * @param draws draws in the interval
     */
    Block block(List<Report> reports, long first, int draws) {
        int ladders = settings.ladders();
        int n = reports.get(0).iterations();
        int d = settings.model().parameters();
        int cells = Math.multiplyExact(Math.multiplyExact(ladders, n), rungs);
        Block whole = new Block(first, n, new double[cells], new double[cells], new int[cells], draws,
                new float[Math.multiplyExact(Math.multiplyExact(ladders, draws), d)], new double[ladders * draws],
                new boolean[ladders * draws]);
        forEach(reports.size(), cells, r -> copy(reports.get(r), whole));
        forEach(evidence.length, cells, m -> {
            for (int i = 0; i < n; i++) {
                evidence[m].add(whole.logLikelihood(), (m * n + i) * rungs);
            }
        });
        return whole;
    }

    /** Does independent parts of work on so many cells, where there are many on several threads. */
    private void forEach(int parts, int cells, IntConsumer part) {
        if (pool.isPresent() && parts > 1 && cells >= MANY_CELLS) {
            pool.get().submit(() -> IntStream.range(0, parts).parallel().forEach(part)).join();
        } else {
            IntStream.range(0, parts).forEach(part);
        }
    }

    private void copy(Report report, Block whole) {
        SlotBlock block = report.block();
        int n = whole.iterations();
        int d = settings.model().parameters();
        for (int m = 0; m < block.ladders(); m++) {
            for (int i = 0; i < n; i++) {
                int to = ((block.firstLadder() + m) * n + i) * rungs + block.firstRung();
                report.copy(i, m, whole.logLikelihood(), whole.logPrior(), whole.replica(), to);
            }
        }
        if (block.holdsCold()) {
            for (int m = 0; m < block.ladders(); m++) {
                for (int draw = 0; draw < whole.draws(); draw++) {
                    int to = (block.firstLadder() + m) * whole.draws() + draw;
                    int i = (int) (firstDraw(whole.firstIteration()) + (long) draw * settings.thin()
                            - whole.firstIteration());
                    report.draw(draw, m, whole.theta(), to * d);
                    whole.acceptance()[to] = report.acceptance(i, m * block.rungs());
                    whole.notFinite()[to] = report.outcome(i, m * block.rungs()) == Trace.NOT_FINITE;
                }
            }
        }
    }

    /** First iteration at or after this one that gives a draw. */
    private long firstDraw(long iteration) {
        return iteration / settings.thin() * settings.thin() + settings.thin() - 1;
    }
}
