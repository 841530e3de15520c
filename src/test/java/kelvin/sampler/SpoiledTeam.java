package kelvin.sampler;

import java.nio.ByteBuffer;
import java.util.List;

import kelvin.team.Team;

/** A rank that misreads the energies of its neighbours: their log-likelihoods arrive a hundred nats too high. */
final class SpoiledTeam implements Team {
    private static final int ENERGIES = 1;

    private final Team team;

    SpoiledTeam(Team team) {
        this.team = team;
    }

    @Override
    public void exchange(int peer, int tag, ByteBuffer send, ByteBuffer receive) {
        team.exchange(peer, tag, send, receive);
        if (tag == ENERGIES) {
            receive.putDouble(0, receive.getDouble(0) + 100);
        }
    }

    @Override
    public int rank() {
        return team.rank();
    }

    @Override
    public int size() {
        return team.size();
    }

    @Override
    public int localRank() {
        return team.localRank();
    }

    @Override
    public String host() {
        return team.host();
    }

    @Override
    public Sending send(int peer, int tag, ByteBuffer message) {
        return team.send(peer, tag, message);
    }

    @Override
    public void receive(int peer, int tag, ByteBuffer message) {
        team.receive(peer, tag, message);
    }

    @Override
    public Sending share(ByteBuffer mine, ByteBuffer all) {
        return team.share(mine, all);
    }

    @Override
    public List<byte[]> gather(byte[] mine) {
        return team.gather(mine);
    }

    @Override
    public byte[] broadcast(byte[] ofRankZero) {
        return team.broadcast(ofRankZero);
    }

    @Override
    public void abort(int exitCode) {
        team.abort(exitCode);
    }

    @Override
    public void close() {
        team.close();
    }
}
