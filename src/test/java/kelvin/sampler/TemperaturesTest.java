package kelvin.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import kelvin.team.ThreadTeam;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;
import kelvin.tempering.Path;

class TemperaturesTest {
    private static final Ladder START = Ladder.geometricToPrior(4, 0.01);

    @Test
    void allRanksMoveToTheLadderThatRankZeroSees() {
        List<Ladder> ladders = ThreadTeam.run(3, null, team -> {
            Temperatures temperatures = new Temperatures(START, LadderTuning.ADAPTIVE);
            // other ranks have no statistics, and must not look
            temperatures.adapt(team.rank() == 0 ? statistics() : null, team);
            return temperatures.now();
        });
        assertNotEquals(START, ladders.get(0));
        assertEquals(List.of(ladders.get(0), ladders.get(0), ladders.get(0)), ladders);
    }

    @Test
    void aFixedLadderStays() {
        Temperatures temperatures = new Temperatures(START, LadderTuning.FIXED);
        temperatures.adapt(statistics(), null);
        assertEquals(START, temperatures.now());
    }

    @Test
    void whatIsSavedIsRestored() throws IOException {
        Ladder moved = new Ladder(Path.LIKELIHOOD, List.of(1.0, 1.5, 70.0, Double.POSITIVE_INFINITY));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Temperatures(moved, LadderTuning.ADAPTIVE).save(new DataOutputStream(bytes));
        Temperatures restored = new Temperatures(START, LadderTuning.ADAPTIVE);
        restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertEquals(moved, restored.now());
    }

    /** The first pair never swaps, the others always. */
    private static RungStatistics statistics() {
        RungStatistics statistics = new RungStatistics(2, 4);
        for (int m = 0; m < 2; m++) {
            for (int k = 0; k < 3; k++) {
                statistics.swap(m, k, k == 0 ? 0.001 : 0.99, k > 0);
            }
        }
        return statistics;
    }
}
