package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import kelvin.store.RunResults;
import kelvin.store.Timing;
import kelvin.tempering.Ladder;
import kelvin.tempering.Path;

class RungTableTest {
    private static final Ladder LADDER = new Ladder(Path.LIKELIHOOD, List.of(1.0, 4.0, Double.POSITIVE_INFINITY));

    private static RungTable table(long notFinite) {
        return RungTable.of(results(notFinite));
    }

    private static RunResults results(long notFinite) {
        return new RunResults(LADDER,
                new double[] {0.01, 0.5, 7, 0.04, 0.5, 9}, new double[] {0.7, 0.8, 1, 0.9, 0.8, 1},
                new long[] {0, notFinite, 0, 0, 1, 0}, new double[] {0.25, Double.NaN, 0.75, Double.NaN},
                new long[] {30, 0, 10, 0}, new long[] {20, 0, 5, 0}, new long[] {0, 0}, new long[] {0, 0}, new long[] {40, 10, 1, 44, 10, 1}, Map.of(), Timing.NONE);
    }

    @Test
    void valuesAreMeansOverTheLadders() {
        assertEquals("""
                rung         T       beta  acceptance   step size  swap with next  not finite
                   0     1.000      1.000        0.80      0.0200            0.63           0
                   1     4.000     0.2500        0.80       0.500               -           3
                   2       inf      0.000        1.00           -               -           0
                """, table(2).text());
        // weighted by attempts: (30 * 0.25 + 10 * 0.75) / 40
        assertArrayEquals(new double[] {0.375, Double.NaN}, results(2).meanSwapRejection());
    }

    @Test
    void aColumnOfNothingIsLeftOut() {
        RungTable table = RungTable.of(new RunResults(new Ladder(Path.POSTERIOR, List.of(1.0)), new double[] {0.5},
                new double[] {0.9}, new long[] {0}, new double[0], new long[0], new long[0], new long[] {0}, new long[] {0}, new long[] {4}, Map.of(),
                Timing.NONE));
        assertEquals("""
                rung         T       beta  acceptance   step size  swap with next
                   0     1.000      1.000        0.90       0.500               -
                """, table.text());
    }
}
