package kelvin.sampler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import kelvin.team.Team;

/**
 * What all ranks decide together: votes are cast at the end of one interval and counted at the end of the next, so
 * that nobody waits for them and all act at the same iteration.
 */
final class Votes {
    private static final int BYTES = 2 * Long.BYTES;
    private static final Outcome NONE = new Outcome(Course.Wish.GO_ON, -1);

    private final Team team;
    private final ByteBuffer mine = buffer(BYTES);
    private final ByteBuffer all;
    private Team.Sending onTheWay;

    Votes(Team team) {
        this.team = team;
        all = buffer(Math.multiplyExact(BYTES, team.size()));
    }

    /**
     * What came out.
     *
     * @param wish the strongest
     * @param saved iteration of the last checkpoint that all ranks have on the disk; -1 for none
     */
    record Outcome(Course.Wish wish, long saved) {
    }

    /** Casts this rank's vote; the one before must have been counted. */
    void cast(Course.Wish wish, long saved) {
        mine.putLong(0, wish.ordinal()).putLong(Long.BYTES, saved);
        onTheWay = team.share(mine, all);
    }

    /** Counts the votes that were cast last; without any, all go on. */
    Outcome count() {
        if (onTheWay == null) {
            return NONE;
        }
        onTheWay.await();
        onTheWay = null;
        int strongest = 0;
        long saved = Long.MAX_VALUE;
        for (int r = 0; r < team.size(); r++) {
            strongest = Math.max(strongest, (int) all.getLong(r * BYTES));
            saved = Math.min(saved, all.getLong(r * BYTES + Long.BYTES));
        }
        return new Outcome(Course.Wish.values()[strongest], saved);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
