package kelvin.team;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

/** One rank, no MPI. */
public final class SoloTeam implements Team {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public int localRank() {
        return 0;
    }

    @Override
    public String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public void exchange(int peer, int tag, ByteBuffer send, ByteBuffer receive) {
        throw noPeer(peer);
    }

    @Override
    public Sending send(int peer, int tag, ByteBuffer message) {
        throw noPeer(peer);
    }

    @Override
    public void receive(int peer, int tag, ByteBuffer message) {
        throw noPeer(peer);
    }

    @Override
    public Sending share(ByteBuffer mine, ByteBuffer all) {
        all.duplicate().put(mine.duplicate());
        return () -> {
        };
    }

    @Override
    public List<byte[]> gather(byte[] mine) {
        return List.of(mine);
    }

    @Override
    public byte[] broadcast(byte[] ofRankZero) {
        return ofRankZero;
    }

    @Override
    public void abort(int exitCode) {
        // The caller ends the only process itself.
    }

    @Override
    public Team split(int colour) {
        return new SoloTeam();
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private static IllegalArgumentException noPeer(int peer) {
        return new IllegalArgumentException("peer: " + peer + ", but there is one rank");
    }
}
