package kelvin.tempering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class WarmupRoundsTest {
    @Test
    void roundsDoubleAndFillTheWarmup() {
        assertEquals(List.of(0L, 62L, 125L, 250L, 500L), starts(1000));
    }

    @Test
    void aShortWarmupIsOneRound() {
        assertEquals(List.of(0L), starts(1));
        assertEquals(List.of(0L), starts(40));
    }

    private static List<Long> starts(long warmup) {
        return LongStream.range(0, warmup).filter(t -> WarmupRounds.beginsAt(t, warmup)).boxed().toList();
    }
}
