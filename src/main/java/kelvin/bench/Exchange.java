package kelvin.bench;

import java.nio.ByteBuffer;

import kelvin.team.Team;

/** Numbers that all ranks of a bench need. */
final class Exchange {
    private Exchange() {
    }

    /** The sum of what every rank gives, in the order of ranks, on all of them. */
    static double sum(Team team, double mine) {
        double sum = 0;
        for (byte[] one : team.gather(ByteBuffer.allocate(Double.BYTES).putDouble(mine).array())) {
            sum += ByteBuffer.wrap(one).getDouble();
        }
        return ByteBuffer.wrap(team.broadcast(ByteBuffer.allocate(Double.BYTES).putDouble(sum).array())).getDouble();
    }
}
