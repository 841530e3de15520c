package kelvin.sampler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import kelvin.bank.SlotBlock;
import kelvin.team.Team;
import kelvin.tempering.Ladder;

/** Takes replicas from the slots of one ladder to those of another with more or fewer rungs. */
final class Migration {
    private static final int REPLICA = 5;

    private final Team team;
    private final int parameters;

    /**
     * Among the ranks of a team, all of which must take part.
     *
     * @param parameters d
     */
    Migration(Team team, int parameters) {
        this.team = team;
        this.parameters = parameters;
    }

    /**
     * The replicas that this rank's new slots start from: of each rung's own ladder, the one that is nearest in beta.
     *
     * @param from where replicas are; ranks that hold none may be more than its own
     * @param mine parameters [d] of the replicas this rank holds, by local slot
     * @param to where they are wanted
     * @return parameters by local slot; none where the rank has no slot of the new ladder
     */
    List<float[]> move(Layout from, Ladder old, List<float[]> mine, Layout to, Ladder next) {
        List<Team.Sending> onTheWay = new ArrayList<>();
        for (int receiver = 0; receiver < to.ranks(); receiver++) {
            SlotBlock wanted = to.block(receiver);
            for (int s = 0; s < wanted.size(); s++) {
                Place place = source(wanted, s, from, old, next);
                if (place.rank == team.rank() && receiver != team.rank()) {
                    ByteBuffer message = message();
                    message.asFloatBuffer().put(mine.get(place.slot));
                    onTheWay.add(team.send(receiver, REPLICA, message));
                }
            }
        }
        List<float[]> starts = new ArrayList<>();
        if (team.rank() < to.ranks()) {
            SlotBlock wanted = to.block(team.rank());
            for (int s = 0; s < wanted.size(); s++) {
                Place place = source(wanted, s, from, old, next);
                starts.add(place.rank == team.rank() ? mine.get(place.slot).clone() : received(place.rank));
            }
        }
        onTheWay.forEach(Team.Sending::await);
        return starts;
    }

    private record Place(int rank, int slot) {
    }

    private static Place source(SlotBlock wanted, int slot, Layout from, Ladder old, Ladder next) {
        int ladder = wanted.ladder(slot);
        int rung = nearest(old, next.coefficients(wanted.rung(slot)).likelihood());
        for (int rank = 0; ; rank++) {
            SlotBlock block = from.block(rank);
            int m = ladder - block.firstLadder();
            int k = rung - block.firstRung();
            if (m >= 0 && m < block.ladders() && k >= 0 && k < block.rungs()) {
                return new Place(rank, m * block.rungs() + k);
            }
        }
    }

    static int nearest(Ladder ladder, double beta) {
        int nearest = 0;
        for (int k = 1; k < ladder.rungs(); k++) {
            if (Math.abs(ladder.coefficients(k).likelihood() - beta)
                    < Math.abs(ladder.coefficients(nearest).likelihood() - beta)) {
                nearest = k;
            }
        }
        return nearest;
    }

    private float[] received(int rank) {
        ByteBuffer message = message();
        team.receive(rank, REPLICA, message);
        float[] theta = new float[parameters];
        message.asFloatBuffer().get(theta);
        return theta;
    }

    private ByteBuffer message() {
        return ByteBuffer.allocateDirect(parameters * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
