package kelvin.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;

import kelvin.model.DataSet;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private static final DataSet TRAIN = set("a", 1, 2);
    private static final DataSet TEST = set("a", 3, 4);

    @Test
    void isSha256OfLengthsNamesAndBits() {
        // made with Python's hashlib and struct from the same words
        assertEquals("c6916862b6e4e17dea2e655d883568b24de58b536c3d06bb6d1cce09b34958ed", Checksum.of(TRAIN));
    }

    @Test
    void everythingThatTellsDataApartChangesIt() {
        String checksum = Checksum.of(TRAIN, TEST);
        assertEquals(checksum, Checksum.of(set("a", 1, 2), set("a", 3, 4)));
        assertNotEquals(checksum, Checksum.of(TEST, TRAIN));
        assertNotEquals(checksum, Checksum.of(TRAIN));
        assertNotEquals(checksum, Checksum.of(set("b", 1, 2), TEST));
        assertNotEquals(checksum, Checksum.of(set("a", Math.nextUp(1.0), 2), TEST));
        assertNotEquals(checksum, Checksum.of(set("a", 1, -2), TEST));
    }

    private static DataSet set(String name, double x, double y) {
        return new DataSet(List.of(name), List.of("y"), new double[] {x}, new double[] {y});
    }
}
