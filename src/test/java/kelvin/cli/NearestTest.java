package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "flaw,lawn,2", "'',abc,3", "abc,'',3", "same,same,0", "rung,rungs,1"})
    void distancesAreLevenshteins(String a, String b, int distance) {
        assertEquals(distance, Nearest.distance(a, b));
        assertEquals(distance, Nearest.distance(b, a));
    }

    @Test
    void theFirstOfSeveralWins() {
        assertEquals("bat", Nearest.of("cat", List.of("dog", "bat", "hat")));
    }
}
