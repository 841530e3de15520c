package kelvin.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import kelvin.bank.SlotBlock;

class LayoutTest {
    @Test
    void everySlotBelongsToExactlyOneRank() {
        for (int ladders = 1; ladders <= 4; ladders++) {
            for (int rungs = 1; rungs <= 7; rungs++) {
                for (int ranks = 1; ranks <= ladders * rungs; ranks++) {
                    int[] owners = new int[ladders * rungs];
                    Layout layout = new Layout(ranks, ladders, rungs);
                    for (int r = 0; r < ranks; r++) {
                        SlotBlock block = layout.block(r);
                        for (int s = 0; s < block.size(); s++) {
                            owners[block.global(s)]++;
                        }
                    }
                    for (int owner : owners) {
                        assertEquals(1, owner, ladders + " ladders, " + rungs + " rungs, " + ranks + " ranks");
                    }
                }
            }
        }
    }

    @Test
    void neighbouringRungsAreOnTheSameOrAnAdjacentRank() {
        Layout layout = new Layout(5, 2, 4);
        for (int r = 0; r + 1 < 5; r++) {
            SlotBlock block = layout.block(r);
            if (block.firstRung() + block.rungs() < 4) {
                SlotBlock next = layout.block(r + 1);
                assertEquals(block.firstRung() + block.rungs(), next.firstRung());
                assertEquals(block.firstLadder(), next.firstLadder());
                assertEquals(block.ladders(), next.ladders());
            }
        }
    }

    @Test
    void groupsAreAsFewAsRungsAllow() {
        assertEquals(1, new Layout(4, 3, 4).groups());
        assertEquals(2, new Layout(5, 3, 4).groups());
        assertTrue(new Layout(4, 3, 4).block(3).ladders() == 3);
    }

    @Test
    void moreRanksThanSlotsAreRefused() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> new Layout(9, 2, 4));
        assertEquals("ranks: 9, must be at most rungs x ladders, 4 x 2", thrown.getMessage());
    }
}
