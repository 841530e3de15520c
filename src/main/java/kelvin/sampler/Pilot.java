package kelvin.sampler;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import kelvin.bank.Device;
import kelvin.store.RunResults;
import kelvin.team.PartialTeam;
import kelvin.team.Team;
import kelvin.tempering.Barrier;
import kelvin.tempering.Ladder;

/**
 * Finds out how many rungs a ladder takes: two short runs in the first half of the warm-up, the first with
 * {@link #FIRST_RUNGS}, the second with as many as the first asks for, 2 Lambda + 1 (Syed et al. 2022, section 5.3), each
 * from where the one before came to. What it finds depends on the settings alone, not on the number of ranks; ranks
 * without a slot stand by.
 *
 * @param settings of the run that follows: its ladder with as many rungs as were found, and the rest of the warm-up
 * @param starts parameters [d] that this rank's replicas start with, by local slot; none where it has no slot
 * @param wanted 2 Lambda + 1, before {@link #MOST_RUNGS}
 */
public record Pilot(SampleSettings settings, List<float[]> starts, int wanted) {
    /** Rungs of the first stage. */
    public static final int FIRST_RUNGS = 12;
    /** More are not taken unless they are asked for. */
    public static final int MOST_RUNGS = 128;
    /** Shorter warm-ups tell nothing. */
    public static final int SHORTEST_WARMUP = 200;
    private static final int STAGES = 2;
    /** Keeps the stages' random numbers apart from each other's and the run's. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    /**
     * Runs it; every rank must call this.
     *
     * @param settings of the whole run, with a ladder of {@link #FIRST_RUNGS}
     * @param pulse is told of every step
     */
    public static Pilot run(SampleSettings settings, Team team, Device device, Pulse pulse) {
        long length = settings.warmup() / (2 * STAGES);
        Pilot pilot = new Pilot(settings, List.of(), FIRST_RUNGS);
        for (int stage = 1; stage <= STAGES; stage++) {
            pilot = pilot.next(settings.seed() + stage * SEED_STEP, length, team, device, pulse);
        }
        return new Pilot(settings.over(pilot.settings.ladder(), settings.warmup() - STAGES * length,
                settings.iterations(), settings.thin(), settings.seed()), pilot.starts, pilot.wanted);
    }

    /** Ranks that have slots. */
    public int ranks(Team team) {
        return Math.min(team.size(), settings.ladders() * settings.ladder().rungs());
    }

    private Pilot next(long seed, long length, Team team, Device device, Pulse pulse) {
        long measured = length / 2;
        SampleSettings stage = settings.over(settings.ladder(), length - measured, measured,
                Math.toIntExact(measured), seed);
        List<float[]> ends = new ArrayList<>();
        byte[] found = null;
        if (team.rank() < ranks(team)) {
            Team part = new PartialTeam(team, ranks(team));
            try (Sampler sampler = new Sampler(stage, part, device, starts)) {
                Optional<RunResults> results = sampler.run(block -> {
                }, SampleListener.NONE, Course.STEADY, Checkpoints.NONE, pulse).results();
                for (int s = 0; s < sampler.block().size(); s++) {
                    ends.add(sampler.parameters(s));
                }
                found = results.map(Pilot::toBytes).orElse(null);
            }
        }
        ByteBuffer message = ByteBuffer.wrap(team.broadcast(found));
        int recommended = message.getInt();
        Ladder old = ladder(message);
        Ladder next = ladder(message);
        Pilot pilot = new Pilot(settings.over(next, settings.warmup(), settings.iterations(), settings.thin(),
                settings.seed()), List.of(), recommended);
        Layout from = new Layout(ranks(team), settings.ladders(), old.rungs());
        Layout to = new Layout(pilot.ranks(team), settings.ladders(), next.rungs());
        return new Pilot(pilot.settings, new Migration(team, settings.model().parameters())
                .move(from, old, ends, to, next), recommended);
    }

    private static byte[] toBytes(RunResults results) {
        Ladder old = results.ladder();
        Barrier barrier = new Barrier(old, results.meanSwapRejection());
        Ladder next = barrier.equalShares(Math.max(2, Math.min(MOST_RUNGS, barrier.recommendedRungs())));
        ByteBuffer bytes = ByteBuffer.allocate((old.rungs() + next.rungs()) * Double.BYTES + 3 * Integer.BYTES);
        bytes.putInt(barrier.recommendedRungs());
        for (Ladder ladder : List.of(old, next)) {
            bytes.putInt(ladder.rungs());
            ladder.temperatures().forEach(bytes::putDouble);
        }
        return bytes.array();
    }

    private Ladder ladder(ByteBuffer bytes) {
        List<Double> temperatures = new ArrayList<>();
        for (int left = bytes.getInt(); left > 0; left--) {
            temperatures.add(bytes.getDouble());
        }
        return new Ladder(settings.ladder().path(), temperatures);
    }
}
