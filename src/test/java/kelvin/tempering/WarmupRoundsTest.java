package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class WarmupRoundsTest {
    @Test
    void roundsDoubleAndFillTheWarmup() {
        assertEquals(List.of(0L, 11L, 23L, 46L, 93L, 187L, 375L, 750L), starts(1000));
    }

    @Test
    void aShortWarmupHasFewerRounds() {
        assertEquals(List.of(0L), starts(1));
        assertEquals(List.of(0L, 7L, 15L), starts(20));
        assertEquals(List.of(0L, 9L, 19L, 38L), starts(50));
    }

    private static List<Long> starts(long warmup) {
        return LongStream.range(0, warmup).filter(t -> WarmupRounds.beginsAt(t, warmup)).boxed().toList();
    }
}
