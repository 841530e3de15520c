package kelvin.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** Known answers of Random123's kat_vectors for philox4x32, 10 rounds. */
class PhiloxTest {
    @Test
    void agreesWithRandom123OnZeros() {
        assertWords(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    }

    @Test
    void agreesWithRandom123OnOnes() {
        assertWords(-1, -1, -1, -1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    }

    @Test
    void agreesWithRandom123OnDigitsOfPi() {
        assertWords(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0,
                0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    private static void assertWords(int c0, int c1, int c2, int c3, int k0, int k1, int... expected) {
        int[] words = new int[4];
        Philox.block(c0, c1, c2, c3, k0, k1, words);
        assertArrayEquals(expected, words);
    }
}
