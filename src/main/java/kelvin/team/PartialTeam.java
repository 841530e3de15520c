package kelvin.team;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The first so many ranks of a team, while the others stand by. They keep their numbers; what all do together goes by
 * messages between two, which the others need not take part in.
 */
public final class PartialTeam implements Team {
    private static final int LENGTH = 1001;
    private static final int CONTENT = 1002;
    private static final int SHARED = 1003;

    private final Team whole;
    private final int size;

    /**
     * To be made on the first ranks only.
     *
     * @param size how many, at most all
     */
    public PartialTeam(Team whole, int size) {
        if (!(whole.rank() < size && size <= whole.size())) {
            throw new IllegalArgumentException("size: " + size + ", must be above this rank, " + whole.rank()
                    + ", and at most " + whole.size());
        }
        this.whole = whole;
        this.size = size;
    }

    @Override
    public int rank() {
        return whole.rank();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int localRank() {
        return whole.localRank();
    }

    @Override
    public String host() {
        return whole.host();
    }

    @Override
    public void exchange(int peer, int tag, ByteBuffer send, ByteBuffer receive) {
        whole.exchange(peer, tag, send, receive);
    }

    @Override
    public Sending send(int peer, int tag, ByteBuffer message) {
        return whole.send(peer, tag, message);
    }

    @Override
    public void receive(int peer, int tag, ByteBuffer message) {
        whole.receive(peer, tag, message);
    }

    @Override
    public Sending share(ByteBuffer mine, ByteBuffer all) {
        if (size == whole.size()) {
            return whole.share(mine, all);
        }
        List<Sending> onTheWay = new ArrayList<>();
        for (int r = 0; r < size; r++) {
            if (r != rank()) {
                onTheWay.add(whole.send(r, SHARED, mine));
            }
        }
        return () -> {
            int bytes = mine.remaining();
            for (int r = 0; r < size; r++) {
                ByteBuffer part = all.slice(all.position() + r * bytes, bytes);
                if (r == rank()) {
                    part.put(mine.duplicate());
                } else {
                    whole.receive(r, SHARED, part);
                }
            }
            onTheWay.forEach(Sending::await);
        };
    }

    @Override
    public List<byte[]> gather(byte[] mine) {
        if (rank() > 0) {
            sendBytes(0, mine);
            return List.of();
        }
        List<byte[]> all = new ArrayList<>(List.of(mine));
        for (int r = 1; r < size; r++) {
            all.add(receiveBytes(r));
        }
        return all;
    }

    @Override
    public byte[] broadcast(byte[] ofRankZero) {
        if (rank() > 0) {
            return receiveBytes(0);
        }
        for (int r = 1; r < size; r++) {
            sendBytes(r, ofRankZero);
        }
        return ofRankZero;
    }

    @Override
    public void abort(int exitCode) {
        whole.abort(exitCode);
    }

    /** Leaves the whole team as it is. */
    @Override
    public void close() {
        // The whole team is somebody else's.
    }

    private void sendBytes(int peer, byte[] bytes) {
        Sending length = whole.send(peer, LENGTH, direct(Integer.BYTES).putInt(0, bytes.length));
        Sending content = whole.send(peer, CONTENT, direct(bytes.length).put(0, bytes));
        length.await();
        content.await();
    }

    private byte[] receiveBytes(int peer) {
        ByteBuffer length = direct(Integer.BYTES);
        whole.receive(peer, LENGTH, length);
        ByteBuffer content = direct(length.getInt(0));
        whole.receive(peer, CONTENT, content);
        byte[] bytes = new byte[content.capacity()];
        content.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
