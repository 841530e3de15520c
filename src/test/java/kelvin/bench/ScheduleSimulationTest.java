package kelvin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The simulated schedule where its result is known in closed form. */
class ScheduleSimulationTest {
    private static final Interconnect FREE = new Interconnect("free", 0, 0, 0);
    private static final double EXACT = 1e-9;

    private static Load load(double jitter, double stragglers, double acceptance, int rungsPerRank) {
        return new Load(1000, 64, rungsPerRank, 1e-3, jitter, stragglers, 2, acceptance, 1, 0, 0, 0, 1);
    }

    @Test
    void oneRankNeverWaits() {
        ScheduleSimulation.Outcome outcome = ScheduleSimulation.run(load(0, 0, 0.5, 4), FREE, 1, 1000, 1);
        assertEquals(1000, outcome.iterationsPerSecond(), EXACT * 1000);
        assertEquals(0, outcome.waiting(), EXACT);
    }

    @Test
    void equalRanksOnAFreeNetworkScalePerfectly() {
        assertEquals(1, ScheduleSimulation.run(load(0, 0, 0.5, 4), FREE, 16, 1000, 1).efficiency(), EXACT);
    }

    @Test
    void messagesCostWhatTheModelSays() {
        // 4 rungs a rank: the boundary of two ranks is pair 3, tried in every second round
        Interconnect slow = new Interconnect("slow", 1e-4, 5e-5, 1e-9);
        double energies = 2e-4 + 20e-9;
        double states = 2e-4 + 8000e-9;
        double perRound = 2e-3 + energies + states;
        ScheduleSimulation.Outcome all = ScheduleSimulation.run(load(0, 0, 1, 4), slow, 2, 100 - 1, 1);
        assertEquals(99 / (99e-3 + 49 * (perRound - 2e-3)), all.iterationsPerSecond(), EXACT * 1000);
        ScheduleSimulation.Outcome none = ScheduleSimulation.run(load(0, 0, 0, 4), slow, 2, 100 - 1, 1);
        assertEquals(99 / (99e-3 + 49 * energies), none.iterationsPerSecond(), EXACT * 1000);
    }

    @Test
    void waitingAndSwappingAreCountedApart() {
        Interconnect slow = new Interconnect("slow", 1e-4, 5e-5, 1e-9);
        Load load = new Load(1000, 64, 4, 1e-3, 0, 0, 1, 1, 1, 3e-5, 2e-9, 0, 1);
        ScheduleSimulation.Outcome outcome = ScheduleSimulation.run(load, slow, 2, 100 - 1, 1);
        double end = 99 / outcome.iterationsPerSecond();
        assertEquals(49 * (2e-4 + 20e-9), outcome.waiting() * end, EXACT);
        // the decision; 8 bytes a parameter as a message, and copied
        assertEquals(49 * (3e-5 + 2e-4 + 8000e-9 + 16000e-9), outcome.swapping() * end, EXACT);
        assertEquals(99e-3 + (outcome.waiting() + outcome.swapping()) * end, end, EXACT);
    }

    @Test
    void aStragglerHoldsUpItsLadder() {
        Load load = load(0, 1, 0.5, 4);
        assertEquals(0.5, ScheduleSimulation.run(load, FREE, 8, 2000, 1).efficiency(), EXACT);
        ScheduleSimulation.Outcome some = ScheduleSimulation.run(load(0, 0.1, 0.5, 4), FREE, 16, 2000, 3);
        assertTrue(some.waiting() > 0.3, some.toString());
        assertEquals(0.5, some.efficiency(), 0.01);
    }

    @Test
    void theFasterOfTwoRanksThatDifferWaits() {
        // with jitter both wait for the later one at every second iteration: E max of two sums of two normals
        double sd = 0.02;
        ScheduleSimulation.Outcome outcome = ScheduleSimulation.run(load(sd, 0, 0, 4), FREE, 2, 40000, 1);
        double perRound = 2 + Math.sqrt(2) * sd / Math.sqrt(Math.PI);
        assertEquals(2 / perRound, outcome.efficiency(), 0.001);
        assertTrue(outcome.efficiency() < 0.996, outcome.toString());
    }

    @Test
    void reportsLimitWhatRankZeroCanTake() {
        Load load = new Load(1000, 1, 1, 1e-5, 0, 0, 1, 0, 1, 0, 0, 1e-6, 1);
        ScheduleSimulation.Outcome outcome = ScheduleSimulation.run(load, FREE, 1000, 10_000, 1);
        // rank 0 counts 1000 x 100 cells in 0.1 s while the others explore for 0.001 s
        assertEquals(0.001 / 0.101, outcome.efficiency(), 1e-3);
        assertTrue(outcome.reporting() > 0.9, outcome.toString());
    }
}
