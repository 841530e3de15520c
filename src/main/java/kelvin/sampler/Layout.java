package kelvin.sampler;

import kelvin.bank.SlotBlock;

/**
 * Which rank holds which slots. Ranks form as few groups as rungs allow; a group shares the ladders of one contiguous
 * range, each of its ranks holding a block of neighbouring rungs of all of them.
 *
 * @param ranks P, at most ladders * rungs
 * @param ladders M
 * @param rungs K
 */
public record Layout(int ranks, int ladders, int rungs) {
    /** Checks that every rank gets a slot. */
    public Layout {
        if (!(ranks >= 1 && ranks <= (long) ladders * rungs)) {
            throw new IllegalArgumentException("ranks: " + ranks + ", must be at most rungs x ladders, " + rungs + " x "
                    + ladders);
        }
    }

    /** Number of groups. */
    public int groups() {
        return (ranks + rungs - 1) / rungs;
    }

    /** The slots of a rank. */
    public SlotBlock block(int rank) {
        int group = group(rank);
        int first = start(group, ranks, groups());
        int members = start(group + 1, ranks, groups()) - first;
        int member = rank - first;
        int firstLadder = start(group, ladders, groups());
        int firstRung = start(member, rungs, members);
        return new SlotBlock(firstLadder, start(group + 1, ladders, groups()) - firstLadder,
                firstRung, start(member + 1, rungs, members) - firstRung, ladders, rungs);
    }

    private int group(int rank) {
        int group = 0;
        while (start(group + 1, ranks, groups()) <= rank) {
            group++;
        }
        return group;
    }

    /** Where part i of n things dealt evenly to so many parts begins. */
    private static int start(int i, int n, int parts) {
        return (int) ((long) i * n / parts);
    }
}
