package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SwapScheduleTest {
    @Test
    void roundsAlternateAndPairEachRungAtMostOnce() {
        for (int rungs = 3; rungs <= 6; rungs++) {
            SwapSchedule schedule = new SwapSchedule(1, rungs);
            for (long t = 0; t < 6; t++) {
                for (int k = 0; k + 1 < rungs; k++) {
                    assertEquals(k % 2 == t % 2, schedule.tries(t, k), "iteration " + t + ", pair " + k);
                }
                assertFalse(schedule.tries(t, rungs - 1));
                assertFalse(schedule.tries(t, -1));
            }
        }
    }

    @Test
    void roundsFallDueEverySoManyIterations() {
        SwapSchedule schedule = new SwapSchedule(10, 4);
        for (long t = 0; t < 100; t++) {
            assertEquals(t % 10 == 9, schedule.dueAfter(t));
        }
        assertTrue(schedule.tries(9, 0));
        assertFalse(schedule.tries(9, 1));
        assertTrue(schedule.tries(19, 1));
    }

    @Test
    void twoRungsMeetInEveryRound() {
        SwapSchedule schedule = new SwapSchedule(1, 2);
        for (long t = 0; t < 4; t++) {
            assertTrue(schedule.tries(t, 0));
        }
    }

    @Test
    void oneRungNeverSwaps() {
        assertFalse(new SwapSchedule(1, 1).dueAfter(0));
    }
}
