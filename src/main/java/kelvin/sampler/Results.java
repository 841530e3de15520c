package kelvin.sampler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.explorer.StepSizes;
import kelvin.store.RunResults;
import kelvin.team.Team;
import kelvin.tempering.Ladder;

/** Gathers on rank 0 what only its owners know at the end: step sizes, hosts, times. */
final class Results {
    private final SampleSettings settings;
    private final Team team;
    private final ReplicaBank bank;
    private final Ladder ladder;
    private final StepSizes steps;
    private final Stopwatch stopwatch;

    Results(SampleSettings settings, Team team, ReplicaBank bank, Ladder ladder, StepSizes steps, Stopwatch stopwatch) {
        this.settings = settings;
        this.team = team;
        this.bank = bank;
        this.ladder = ladder;
        this.steps = steps;
        this.stopwatch = stopwatch;
    }

    Optional<RunResults> gather(Collector collector) {
        List<byte[]> stepBytes = team.gather(toBytes(steps.now()));
        List<byte[]> facts = team.gather(facts().getBytes(StandardCharsets.UTF_8));
        if (team.rank() != 0) {
            return Optional.empty();
        }
        Map<String, String> timing = new LinkedHashMap<>();
        timing.put("ranks", Integer.toString(team.size()));
        timing.put("seconds", seconds(stopwatch.secondsSinceBirth()));
        for (int r = 0; r < facts.size(); r++) {
            timing.put("rank_" + r, new String(facts.get(r), StandardCharsets.UTF_8));
        }
        return Optional.of(results(collector, allSteps(stepBytes), timing));
    }

    private RunResults results(Collector collector, double[] allSteps, Map<String, String> timing) {
        int rungs = settings.ladder().rungs();
        int ladders = settings.ladders();
        RungStatistics statistics = collector.statistics();
        double[] acceptance = new double[ladders * rungs];
        long[] notFinite = new long[ladders * rungs];
        double[] rejection = new double[ladders * (rungs - 1)];
        long[] attempts = new long[rejection.length];
        long[] accepted = new long[rejection.length];
        for (int m = 0; m < ladders; m++) {
            for (int k = 0; k < rungs; k++) {
                acceptance[m * rungs + k] = statistics.acceptance(m, k);
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
                collector.roundTrips(), collector.restarts(), gradients(), collector.evidence(), timing);
    }

    /** Of one iteration, without jitter. */
    private int gradients() {
        return settings.transition().usesGradient()
                ? settings.transition().evaluations(settings.leapfrogSteps(), 0.5) : 0;
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

    private String facts() {
        return String.format(Locale.ROOT, "host %s, device %s, explore %s s, swap %s s, report %s s", team.host(),
                bank.device(), seconds(stopwatch.seconds(Stopwatch.Part.EXPLORE)),
                seconds(stopwatch.seconds(Stopwatch.Part.SWAP)), seconds(stopwatch.seconds(Stopwatch.Part.REPORT)));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private static byte[] toBytes(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }
}
