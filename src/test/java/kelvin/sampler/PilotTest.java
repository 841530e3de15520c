package kelvin.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import kelvin.bank.Transition;
import kelvin.bank.cpu.CpuDevice;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.team.ThreadTeam;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;
import kelvin.tempering.Path;

class PilotTest {
    @Test
    void everyNumberOfRanksFindsTheSameRungsAndStarts() {
        SampleSettings settings = settings(0.5);
        Found alone = found(1, settings);
        assertTrue(alone.settings.ladder().rungs() > 2);
        assertEquals(100, alone.settings.warmup(), "half of the warm-up is left");
        assertEquals(settings.seed(), alone.settings.seed());
        assertEquals(2 * alone.settings.ladder().rungs(), alone.starts.size());
        // up to more ranks than there are slots
        for (int ranks : new int[] {2, 5, 2 * alone.settings.ladder().rungs() + 2, 25}) {
            Found found = found(ranks, settings);
            assertEquals(alone.settings, found.settings, ranks + " ranks");
            for (int s = 0; s < alone.starts.size(); s++) {
                assertArrayEquals(alone.starts.get(s), found.starts.get(s), ranks + " ranks, slot " + s);
            }
        }
    }

    @Test
    void sharperDataTakeMoreRungs() {
        int blurred = found(1, settings(1)).settings.ladder().rungs();
        int sharp = found(1, settings(0.1)).settings.ladder().rungs();
        assertTrue(sharp > blurred + 3, sharp + " and " + blurred);
    }

    /** With what it finds, neighbours swap about one time in two. */
    @Test
    void theNumberIsWhatMakesNeighboursSwap() {
        SampleSettings found = found(1, settings(0.3)).settings;
        SampleSettings run = found.over(found.ladder(), 800, 1000, 1000, 7);
        double rejection = Arrays.stream(SamplerTest.results(1, run).meanSwapRejection()).average().orElseThrow();
        assertEquals(0.5, rejection, 0.12, found.ladder().rungs() + " rungs");
    }

    @Test
    void newRungsStartFromTheReplicaThatIsNearestInBeta() {
        Ladder old = new Ladder(Path.LIKELIHOOD, List.of(1.0, 2.0, 10.0, Double.POSITIVE_INFINITY));
        assertEquals(0, Migration.nearest(old, 0.8));
        assertEquals(1, Migration.nearest(old, 0.7));
        assertEquals(2, Migration.nearest(old, 0.06));
        assertEquals(3, Migration.nearest(old, 0.04));
    }

    @Test
    void replicasOfOneLadderStayInIt() {
        Ladder old = Ladder.geometricToPrior(3, 0.1);
        Ladder next = Ladder.geometricToPrior(7, 0.1);
        for (int ranks : new int[] {1, 2, 5, 6}) {
            List<List<float[]>> moved = ThreadTeam.run(ranks, null, team -> {
                Layout from = new Layout(ranks, 2, 3);
                Layout to = new Layout(ranks, 2, 7);
                List<float[]> mine = new ArrayList<>();
                for (int s = 0; s < from.block(team.rank()).size(); s++) {
                    mine.add(new float[] {from.block(team.rank()).global(s)});
                }
                return new Migration(team, 1).move(from, old, mine, to, next);
            });
            Layout to = new Layout(ranks, 2, 7);
            for (int r = 0; r < ranks; r++) {
                for (int s = 0; s < to.block(r).size(); s++) {
                    double beta = next.coefficients(to.block(r).rung(s)).likelihood();
                    assertEquals(to.block(r).ladder(s) * 3 + Migration.nearest(old, beta), moved.get(r).get(s)[0]);
                }
            }
        }
    }

    private record Found(SampleSettings settings, List<float[]> starts) {
    }

    /** What all ranks together found, by slot over the whole run. */
    private static Found found(int ranks, SampleSettings settings) {
        List<Pilot> pilots = ThreadTeam.run(ranks, null, team -> Pilot.run(settings, team, new CpuDevice(),
                Pulse.NONE));
        SampleSettings found = pilots.get(0).settings();
        int slots = found.ladders() * found.ladder().rungs();
        Layout layout = new Layout(Math.min(ranks, slots), found.ladders(), found.ladder().rungs());
        float[][] starts = new float[slots][];
        for (int r = 0; r < ranks; r++) {
            assertEquals(found, pilots.get(r).settings());
            assertEquals(r < layout.ranks() ? layout.block(r).size() : 0, pilots.get(r).starts().size());
            for (int s = 0; s < pilots.get(r).starts().size(); s++) {
                starts[layout.block(r).global(s)] = pilots.get(r).starts().get(s);
            }
        }
        return new Found(found, List.of(starts));
    }

    private static SampleSettings settings(double noise) {
        SampleSettings any = SamplerTest.settings(new Transition.Hmc(0), Ladder.geometricToPrior(Pilot.FIRST_RUNGS, 0.03), 2,
                1);
        Model model = new Model(any.model().network(), new Likelihood.Gaussian(noise), any.model().prior());
        return new SampleSettings(model, any.train(), any.ladder(), LadderTuning.ADAPTIVE, 2, 1, any.transition(), 6,
                OptionalDouble.empty(), 0.7, Adaptation.ALL, Init.PRIOR, 200, 100, 1, 3, 1, false);
    }
}
