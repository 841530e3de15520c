package kelvin.sampler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.explorer.StepSizes;
import kelvin.store.RunResults;
import kelvin.store.Timing;
import kelvin.team.Team;
import kelvin.tempering.Ladder;

/** Gathers on rank 0 what only its owners know at the end: step sizes, hosts, times. */
final class Results {
    private final SampleSettings settings;
    private final Team team;
    private final ReplicaBank bank;
    private final Ladder ladder;
    private final Trajectories trajectories;
    private final StepSizes steps;
    private final Stopwatch stopwatch;

    Results(SampleSettings settings, Team team, ReplicaBank bank, Ladder ladder, Trajectories trajectories, StepSizes steps,
            Stopwatch stopwatch) {
        this.settings = settings;
        this.team = team;
        this.bank = bank;
        this.ladder = ladder;
        this.trajectories = trajectories;
        this.steps = steps;
        this.stopwatch = stopwatch;
    }

    Optional<RunResults> gather(Collector collector) {
        List<byte[]> stepBytes = team.gather(toBytes(steps.now()));
        List<byte[]> facts = team.gather(("host " + team.host() + ", device " + bank.device())
                .getBytes(StandardCharsets.UTF_8));
        List<byte[]> times = team.gather(toBytes(stopwatch.seconds()));
        List<byte[]> steadiness = team.gather(toBytes(new double[] {stopwatch.jitter(), stopwatch.usualSwapSeconds()}));
        if (team.rank() != 0) {
            return Optional.empty();
        }
        Map<String, String> words = new LinkedHashMap<>();
        words.put("ranks", Integer.toString(team.size()));
        words.put("seconds", String.format(Locale.ROOT, "%.3f", stopwatch.secondsSinceBirth()));
        words.put("explore_jitter", String.format(Locale.ROOT, "%.4f", mean(steadiness, 0)));
        words.put("swap_seconds_without_longest", String.format(Locale.ROOT, "%.6f", mean(steadiness, 1)));
        words.put("checkpoints", Integer.toString(stopwatch.checkpoints()));
        for (int r = 0; r < facts.size(); r++) {
            words.put("rank_" + r, new String(facts.get(r), StandardCharsets.UTF_8));
        }
        List<Double> seconds = new ArrayList<>();
        for (byte[] ofRank : times) {
            for (ByteBuffer bytes = ByteBuffer.wrap(ofRank); bytes.hasRemaining();) {
                seconds.add(bytes.getDouble());
            }
        }
        return Optional.of(results(collector, allSteps(stepBytes), new Timing(words, seconds)));
    }

    /** Mean over the ranks of one of their numbers. */
    private static double mean(List<byte[]> ofRanks, int index) {
        return ofRanks.stream().mapToDouble(bytes -> ByteBuffer.wrap(bytes).getDouble(index * Double.BYTES)).average()
                .orElseThrow();
    }

    private RunResults results(Collector collector, double[] allSteps, Timing timing) {
        int rungs = settings.ladder().rungs();
        int ladders = settings.ladders();
        RungStatistics statistics = collector.statistics();
        double[] acceptance = new double[ladders * rungs];
        long[] gradients = new long[ladders * rungs];
        long[] notFinite = new long[ladders * rungs];
        double[] rejection = new double[ladders * (rungs - 1)];
        long[] attempts = new long[rejection.length];
        long[] accepted = new long[rejection.length];
        for (int m = 0; m < ladders; m++) {
            for (int k = 0; k < rungs; k++) {
                acceptance[m * rungs + k] = statistics.acceptance(m, k);
                gradients[m * rungs + k] = gradients(k);
                notFinite[m * rungs + k] = statistics.notFinite(m, k);
            }
            for (int k = 0; k + 1 < rungs; k++) {
                int pair = m * (rungs - 1) + k;
                rejection[pair] = statistics.swapRejection(m, k);
                attempts[pair] = statistics.swapAttempts(m, k);
                accepted[pair] = statistics.swapsAccepted(m, k);
            }
        }
        return new RunResults(ladder, allSteps, acceptance, notFinite, rejection, attempts, accepted,
                collector.roundTrips(), collector.restarts(), gradients, collector.evidence(), timing);
    }

    /** Of one iteration of a rung, without jitter. */
    private long gradients(int rung) {
        if (!settings.transition().usesGradient()) {
            return 0;
        }
        return ladder.coefficients(rung).likelihood() == 0 ? 1
                : settings.transition().evaluations(trajectories.at(rung), 0.5);
    }

    private double[] allSteps(List<byte[]> ofRanks) {
        Layout layout = new Layout(team.size(), settings.ladders(), settings.ladder().rungs());
        double[] all = new double[settings.ladders() * settings.ladder().rungs()];
        for (int r = 0; r < ofRanks.size(); r++) {
            SlotBlock block = layout.block(r);
            ByteBuffer steps = ByteBuffer.wrap(ofRanks.get(r));
            for (int s = 0; s < block.size(); s++) {
                all[block.global(s)] = steps.getDouble();
            }
        }
        return all;
    }

    private static byte[] toBytes(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }
}
