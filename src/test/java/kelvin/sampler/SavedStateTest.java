package kelvin.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.bank.cpu.CpuDevice;
import kelvin.explorer.InitialState;
import kelvin.explorer.Scales;
import kelvin.explorer.StepSizes;
import kelvin.tempering.Ladder;
import kelvin.tempering.Path;
import kelvin.tempering.RoundTrips;
import kelvin.tempering.SwapSchedule;

/** What is saved and restored goes on as if nothing had happened. */
class SavedStateTest {
    private static final int RUNGS = 4;
    private static final int LADDERS = 2;
    private static final SampleSettings SETTINGS = SamplerTest.settings(new Transition.Hmc(0.5),
            Ladder.geometric(Path.POSTERIOR, RUNGS, 1.5), LADDERS, 1);

    @Test
    void slotsGoOnInBanksThatHoldOtherBlocks() throws IOException {
        Bank whole = new Bank(SlotBlock.whole(LADDERS, RUNGS));
        whole.start();
        for (int t = 0; t < 20; t++) {
            whole.advance(t);
        }
        byte[][] saved = new byte[LADDERS * RUNGS][];
        for (int s = 0; s < saved.length; s++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            whole.states.save(s, new DataOutputStream(bytes));
            saved[s] = bytes.toByteArray();
        }
        whole.advance(20);
        for (SlotBlock block : List.of(SlotBlock.whole(LADDERS, RUNGS), new SlotBlock(0, 2, 1, 2, LADDERS, RUNGS),
                new SlotBlock(1, 1, 3, 1, LADDERS, RUNGS))) {
            Bank part = new Bank(block);
            for (int s = 0; s < block.size(); s++) {
                part.states.restore(s, new DataInputStream(new ByteArrayInputStream(saved[block.global(s)])));
            }
            part.advance(20);
            for (int s = 0; s < block.size(); s++) {
                int inWhole = whole.trace.at(0, block.global(s));
                int inPart = part.trace.at(0, s);
                assertEquals(whole.trace.logLikelihood[inWhole], part.trace.logLikelihood[inPart]);
                assertEquals(whole.trace.logPrior[inWhole], part.trace.logPrior[inPart]);
                assertEquals(whole.trace.acceptance[inWhole], part.trace.acceptance[inPart]);
                assertEquals(whole.steps.now()[block.global(s)], part.steps.now()[s]);
                assertEquals(whole.identity[whole.trace.replica[inWhole]], part.identity[part.trace.replica[inPart]]);
            }
        }
    }

    @Test
    void aReplicaThatDoesNotExistAndAnEarlyEndAreRefused() throws IOException {
        Bank bank = new Bank(SlotBlock.whole(LADDERS, RUNGS));
        bank.start();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bank.states.save(0, new DataOutputStream(bytes));
        byte[] early = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
        assertThrows(IOException.class, () -> bank.states.restore(0,
                new DataInputStream(new ByteArrayInputStream(early))));
        byte[] wrong = bytes.toByteArray();
        wrong[3] = RUNGS;
        IOException e = assertThrows(IOException.class, () -> bank.states.restore(0,
                new DataInputStream(new ByteArrayInputStream(wrong))));
        assertEquals("replica 4, must be 0 to 3", e.getMessage());
    }

    @Test
    void statisticsAndRoundTripsAreTheSameAfterwards() throws IOException {
        RungStatistics statistics = new RungStatistics(LADDERS, RUNGS);
        statistics.iterations(3);
        statistics.transition(1, 2, 0.25, true, false);
        statistics.transition(0, 3, 0, false, true);
        statistics.swap(1, 1, 0.5, true);
        RoundTrips trips = new RoundTrips(3);
        for (int cold : new int[] {0, 1, 2, 0, 1}) {
            trips.observe(cold, (cold + 2) % 3);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        statistics.save(new DataOutputStream(bytes));
        trips.save(new DataOutputStream(bytes));

        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        RungStatistics restored = new RungStatistics(LADDERS, RUNGS);
        RoundTrips restoredTrips = new RoundTrips(3);
        restored.restore(in);
        restoredTrips.restore(in);
        assertEquals(0, in.available());
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        restored.save(new DataOutputStream(again));
        restoredTrips.save(new DataOutputStream(again));
        assertArrayEquals(bytes.toByteArray(), again.toByteArray());
        assertEquals(1 / 3.0, restored.acceptedShare(1, 2));
        assertEquals(1, restored.notFinite(0, 3));
        assertEquals(1, restored.swapsAccepted(1, 1));
        assertEquals(trips.completed(), restoredTrips.completed());
        // what goes on depends on all of it: with the memory of who was hot lost, the counts part
        RoundTrips fresh = new RoundTrips(3);
        boolean parted = false;
        for (int i = 0; i < 6; i++) {
            trips.observe(i % 3, (i + 1) % 3);
            restoredTrips.observe(i % 3, (i + 1) % 3);
            fresh.observe(i % 3, (i + 1) % 3);
            assertEquals(trips.completed(), restoredTrips.completed());
            parted |= trips.completed() != fresh.completed();
        }
        assertTrue(parted, "the check notices a state that was not restored");
    }

    /** A bank with what a rank keeps beside it. */
    private static final class Bank {
        private final ReplicaBank bank;
        private final StepSizes steps;
        private final Scales scales;
        private final int[] identity;
        private final SlotStates states;
        private final Trace trace;

        private Bank(SlotBlock block) {
            bank = new CpuDevice().bank(new BankSettings(SETTINGS.model(), SETTINGS.train(), 5, block, true, 1));
            int d = SETTINGS.model().parameters();
            steps = new StepSizes(block.size(), OptionalDouble.empty(), 0.7, SETTINGS.transition(), d);
            scales = new Scales(bank);
            identity = new int[block.size()];
            states = new SlotStates(bank, identity, steps, Optional.of(scales));
            trace = new Trace(block, 1, 1, d);
        }

        private void start() {
            InitialState initial = new InitialState(SETTINGS.model(), SETTINGS.init(), 5);
            float[] theta = new float[SETTINGS.model().parameters()];
            SlotBlock block = bank.settings().block();
            for (int s = 0; s < block.size(); s++) {
                initial.write(block.global(s), theta);
                bank.setParameters(s, theta);
                identity[bank.replica(s)] = block.rung(s);
            }
            bank.evaluate();
        }

        private void advance(long t) {
            SlotBlock block = bank.settings().block();
            int[] leapfrogSteps = new int[block.size()];
            Arrays.fill(leapfrogSteps, 3);
            bank.advance(new Advance(t, 1, SETTINGS.transition(),
                    SETTINGS.ladder().coefficients(block.firstRung(), block.rungs()), steps.now(),
                    leapfrogSteps, new SwapSchedule(1, RUNGS), Advance.Draws.NONE), trace);
            steps.update(trace);
            double[] coefficients = SETTINGS.ladder().coefficients(block.firstRung(), block.rungs()).stream()
                    .mapToDouble(one -> one.likelihood()).toArray();
            scales.update(coefficients);
            if (t % 7 == 6) {
                scales.settle(coefficients);
            }
        }
    }
}
