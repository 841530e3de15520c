package kelvin.bank;

/**
 * The slots of one rank: a block of neighbouring rungs for each of a range of ladders. Local slot s is
 * (ladder - firstLadder) * rungs + (rung - firstRung).
 *
 * @param firstLadder first ladder held
 * @param ladders how many ladders are held
 * @param firstRung first rung held
 * @param rungs how many rungs of each are held
 * @param totalLadders M, ladders of the whole run
 * @param totalRungs K, rungs of a whole ladder
 */
public record SlotBlock(int firstLadder, int ladders, int firstRung, int rungs, int totalLadders, int totalRungs) {
    /** Checks that the block lies within the run. */
    public SlotBlock {
        if (!(firstLadder >= 0 && ladders >= 1 && firstLadder + ladders <= totalLadders)) {
            throw new IllegalArgumentException("ladders: " + firstLadder + " to " + (firstLadder + ladders - 1)
                    + ", must lie within 0 to " + (totalLadders - 1));
        }
        if (!(firstRung >= 0 && rungs >= 1 && firstRung + rungs <= totalRungs)) {
            throw new IllegalArgumentException("rungs: " + firstRung + " to " + (firstRung + rungs - 1)
                    + ", must lie within 0 to " + (totalRungs - 1));
        }
    }

    /** All slots of a run in one block. */
    public static SlotBlock whole(int ladders, int rungs) {
        return new SlotBlock(0, ladders, 0, rungs, ladders, rungs);
    }

    /** Number of local slots. */
    public int size() {
        return ladders * rungs;
    }

    /** Ladder of a local slot, counted over the whole run. */
    public int ladder(int slot) {
        return firstLadder + slot / rungs;
    }

    /** Rung of a local slot, counted over the whole ladder. */
    public int rung(int slot) {
        return firstRung + slot % rungs;
    }

    /** The number of a local slot over the whole run, ladder * K + rung: the one that random streams are keyed by. */
    public int global(int slot) {
        return ladder(slot) * totalRungs + rung(slot);
    }

    /** Whether the block holds the cold rung. */
    public boolean holdsCold() {
        return firstRung == 0;
    }
}
