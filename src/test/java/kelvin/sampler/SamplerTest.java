package kelvin.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import kelvin.bank.Transition;
import kelvin.bank.cpu.CpuDevice;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.store.Block;
import kelvin.store.RunResults;
import kelvin.team.Team;
import kelvin.team.ThreadTeam;
import kelvin.team.ThreadTeam.Message;
import kelvin.tempering.BrokenInvariantException;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;
import kelvin.tempering.Path;

class SamplerTest {
    private static final Model MODEL = new Model(Network.of(Activation.TANH, 2, 3, 1),
            new Likelihood.GaussianLearned(-1, 1), new Prior(Prior.Kind.NORMAL, 1));
    private static final int D = MODEL.parameters();
    private static final Transition[] TRANSITIONS = {new Transition.RandomWalk(), new Transition.Mala(),
        new Transition.Hmc(0.5), new Transition.Mams(1)};

    @Test
    void everyNumberOfRanksAndThreadsDrawsTheSame() {
        for (Transition transition : TRANSITIONS) {
            for (Ladder ladder : List.of(Ladder.geometric(Path.POSTERIOR, 5, 3), Ladder.geometricToPrior(5, 0.01))) {
                List<Block> alone = sample(1, settings(transition, ladder, 3, 1), null);
                for (int ranks : new int[] {2, 3, 4, 5, 7, 15}) {
                    assertSame(alone, sample(ranks, settings(transition, ladder, 3, 1), null), ranks + " ranks");
                }
                assertSame(alone, sample(1, settings(transition, ladder, 3, 2), null), "two threads");
            }
        }
    }

    @Test
    void anAdaptedLadderIsTheSameOnEveryNumberOfRanks() {
        SampleSettings settings = adaptive(Ladder.geometricToPrior(5, 0.01));
        RunResults alone = results(1, settings);
        assertNotEquals(settings.ladder(), alone.ladder());
        for (int ranks : new int[] {2, 4, 7, 15}) {
            assertEquals(alone.ladder(), results(ranks, settings).ladder(), ranks + " ranks");
            assertSame(sample(1, settings, null), sample(ranks, settings, null), ranks + " ranks");
        }
    }

    @Test
    void adaptationMakesNeighboursSwapEquallyOften() {
        Ladder start = Ladder.geometricToPrior(6, 1e-4);
        double before = spread(results(1, settings(TRANSITIONS[2], start, 3, 1)).swapRejection());
        double after = spread(results(1, adaptive(start)).swapRejection());
        assertTrue(after < 0.5 * before, before + " then " + after);
    }

    /** Standard deviation of the rejections. */
    private static double spread(double[] rejection) {
        double mean = Arrays.stream(rejection).average().orElseThrow();
        return Math.sqrt(Arrays.stream(rejection).map(r -> (r - mean) * (r - mean)).average().orElseThrow());
    }

    @Test
    void anotherSeedDrawsSomethingElse() {
        SampleSettings one = settings(TRANSITIONS[2], Ladder.geometric(Path.POSTERIOR, 3, 2), 1, 1);
        SampleSettings two = new SampleSettings(one.model(), one.train(), one.ladder(), one.tuning(), one.ladders(),
                one.swapEvery(), one.transition(), one.leapfrogSteps(), one.stepSize(), one.targetAcceptance(), one.adaptation(),
                one.init(), one.warmup(), one.iterations(),
                one.thin(), one.seed() + 1, one.threads(), one.checkSwaps());
        assertFalse(Arrays.equals(sample(1, one, null).get(0).theta(), sample(1, two, null).get(0).theta()));
    }

    @Test
    void drawsAreTheStatesOfTheColdRung() {
        SampleSettings settings = settings(TRANSITIONS[2], Ladder.geometric(Path.POSTERIOR, 4, 2), 2, 1);
        List<Block> blocks = sample(3, settings, null);
        assertEquals(settings.iterations(), blocks.stream().mapToLong(Block::iterations).sum());
        assertEquals(settings.iterations() / settings.thin(), blocks.stream().mapToLong(Block::draws).sum());
        var truth = new kelvin.model.ReferenceDensity(MODEL, settings.train());
        int checked = 0;
        for (Block block : blocks) {
            for (int m = 0; m < 2; m++) {
                int draw = 0;
                for (int i = 0; i < block.iterations(); i++) {
                    if ((block.firstIteration() + i + 1) % settings.thin() == 0) {
                        double[] theta = new double[D];
                        for (int p = 0; p < D; p++) {
                            theta[p] = block.theta()[(m * block.draws() + draw) * D + p];
                        }
                        double recorded = block.logLikelihood()[(m * block.iterations() + i) * 4];
                        assertEquals(truth.logLikelihood(theta), recorded, 1e-4 * Math.abs(recorded));
                        draw++;
                        checked++;
                    }
                }
            }
        }
        assertTrue(checked > 50);
    }

    @Test
    void neighboursExchangeOneEnergyMessageAndAtMostOneStateMessageARound() {
        int ladders = 3;
        Ladder ladder = Ladder.geometric(Path.POSTERIOR, 5, 1.5);
        SampleSettings settings = settings(TRANSITIONS[2], ladder, ladders, 1);
        List<Message> log = new ArrayList<>();
        sample(3, settings, log);
        Map<Integer, List<Message>> byTag = log.stream().filter(m -> m.tag() > 0)
                .collect(Collectors.groupingBy(Message::tag));
        assertEquals(List.of(1, 2, 4), byTag.keySet().stream().sorted().toList());
        // Blocks are rungs 0, 1-2, 3-4: boundaries at pairs (0,1) and (2,3), both even, due in every other round.
        long rounds = (settings.warmup() + settings.iterations()) / settings.swapEvery() / 2;
        assertEquals(4 * rounds, byTag.get(1).size());
        assertTrue(byTag.get(1).stream().allMatch(m -> m.bytes() == ladders * 20 && Math.abs(m.from() - m.to()) == 1));
        assertTrue(byTag.get(2).size() <= 4 * rounds && byTag.get(2).size() > rounds);
        assertTrue(byTag.get(2).stream().allMatch(m -> m.bytes() % (2 * D * 4) == 0
                && m.bytes() <= ladders * 2 * D * 4 && m.bytes() > 0));
        assertEquals(byTag.get(2).stream().filter(m -> m.from() < m.to()).count(),
                byTag.get(2).stream().filter(m -> m.from() > m.to()).count());
        assertTrue(byTag.get(4).stream().allMatch(m -> m.to() == 0));
    }

    @Test
    void aRandomWalkSendsNoGradient() {
        List<Message> log = new ArrayList<>();
        sample(2, settings(TRANSITIONS[0], Ladder.geometric(Path.POSTERIOR, 2, 1.1), 1, 1), log);
        assertTrue(log.stream().filter(m -> m.tag() == 2).allMatch(m -> m.bytes() == D * 4));
        assertTrue(log.stream().anyMatch(m -> m.tag() == 2));
    }

    @Test
    void sidesThatDecideDifferentlyStopTheRun() {
        SampleSettings settings = settings(TRANSITIONS[2], Ladder.geometric(Path.POSTERIOR, 4, 1.5), 1, 1);
        UnaryOperator<Team> spoil = team -> team.rank() == 1 ? new SpoiledTeam(team) : team;
        var thrown = assertThrows(BrokenInvariantException.class, () -> ThreadTeam.run(2, null, spoil,
                team -> run(team, settings)));
        assertTrue(thrown.getMessage().contains("decided a swap differently"), thrown.getMessage());
    }

    @Test
    void swapsMoveReplicasOverTheWholeLadder() {
        SampleSettings settings = settings(TRANSITIONS[2], Ladder.geometric(Path.POSTERIOR, 5, 1.5), 1, 1);
        boolean[] seenCold = new boolean[5];
        for (Block block : sample(3, settings, null)) {
            for (int i = 0; i < block.iterations(); i++) {
                boolean[] present = new boolean[5];
                for (int k = 0; k < 5; k++) {
                    present[block.replica()[i * 5 + k]] = true;
                }
                assertArrayEquals(new boolean[] {true, true, true, true, true}, present, "replicas are a permutation");
                seenCold[block.replica()[i * 5]] = true;
            }
        }
        assertArrayEquals(new boolean[] {true, true, true, true, true}, seenCold);
    }

    @Test
    void frozenStepSizesDifferBetweenRungs() {
        SampleSettings settings = settings(TRANSITIONS[2], Ladder.geometricToPrior(3, 0.01), 1, 1);
        double[] steps = results(1, settings).stepSize();
        assertNotEquals(steps[0], steps[1]);
    }

    static SampleSettings settings(Transition transition, Ladder ladder, int ladders, int threads) {
        return new SampleSettings(MODEL, data(), ladder, LadderTuning.FIXED, ladders, 2, transition, 5,
                OptionalDouble.empty(), 0.7, adaptation(transition), Init.PRIOR, 150, 230, 4, 5, threads, true);
    }

    /** All that an explorer has. */
    private static Adaptation adaptation(Transition transition) {
        boolean leaps = transition instanceof Transition.Hmc || transition instanceof Transition.Mams;
        return new Adaptation(transition.usesGradient(), leaps, leaps);
    }

    private static SampleSettings adaptive(Ladder ladder) {
        return new SampleSettings(MODEL, data(), ladder, LadderTuning.ADAPTIVE, 3, 1, TRANSITIONS[2], 5,
                OptionalDouble.empty(), 0.7, Adaptation.ALL, Init.PRIOR, 300, 230, 4, 5, 1, true);
    }

    static RunResults results(int ranks, SampleSettings settings) {
        return ThreadTeam.run(ranks, null, team -> {
            try (Sampler sampler = new Sampler(settings, team, new CpuDevice())) {
                return sampler.run(block -> {
                }, SampleListener.NONE);
            }
        }).get(0).orElseThrow();
    }

    private static DataSet data() {
        float[] z = new float[3 * 37];
        new Stream(3).at(Purpose.DATA, 0, 0).normals(z, 0, z.length);
        double[] x = new double[2 * 37];
        double[] y = new double[37];
        for (int r = 0; r < 37; r++) {
            x[2 * r] = z[3 * r];
            x[2 * r + 1] = z[3 * r + 1];
            y[r] = Math.sin(x[2 * r]) + 0.3 * z[3 * r + 2];
        }
        return new DataSet(List.of("a", "b"), List.of("y"), x, y);
    }

    private static List<Block> sample(int ranks, SampleSettings settings, List<Message> log) {
        boolean checked = log == null;
        SampleSettings used = checked ? settings : new SampleSettings(settings.model(), settings.train(),
                settings.ladder(), settings.tuning(), settings.ladders(), settings.swapEvery(), settings.transition(),
                settings.leapfrogSteps(), settings.stepSize(), settings.targetAcceptance(), settings.adaptation(), settings.init(),
                settings.warmup(), settings.iterations(), settings.thin(),
                settings.seed(), settings.threads(), false);
        return ThreadTeam.run(ranks, log, team -> run(team, used)).get(0);
    }

    private static List<Block> run(Team team, SampleSettings settings) {
        List<Block> blocks = new ArrayList<>();
        try (Sampler sampler = new Sampler(settings, team, new CpuDevice())) {
            sampler.run(blocks::add, SampleListener.NONE);
        }
        return blocks;
    }

    private static void assertSame(List<Block> expected, List<Block> actual, String what) {
        assertEquals(expected.size(), actual.size(), what);
        for (int b = 0; b < expected.size(); b++) {
            Block e = expected.get(b);
            Block a = actual.get(b);
            assertArrayEquals(e.theta(), a.theta(), what);
            assertArrayEquals(e.logLikelihood(), a.logLikelihood(), what);
            assertArrayEquals(e.logPrior(), a.logPrior(), what);
            assertArrayEquals(e.replica(), a.replica(), what);
            assertArrayEquals(e.acceptance(), a.acceptance(), what);
        }
    }
}
