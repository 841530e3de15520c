package kelvin.team;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The ranks that sample together. Buffers are direct; what is sent or received lies between position and limit, and
 * neither moves.
 */
public interface Team extends AutoCloseable {
    /** Number of this rank, 0 to size - 1. */
    int rank();

    /** Number of ranks. */
    int size();

    /** Number of this rank among those of its host, for binding to a local device. */
    int localRank();

    /** Name of this rank's host. */
    String host();

    /** Sends to a neighbour and receives as many bytes as fit from it, both at once (MPI_Sendrecv). */
    void exchange(int peer, int tag, ByteBuffer send, ByteBuffer receive);

    /** Starts sending; the buffer must stay as it is until {@link Sending#await}. */
    Sending send(int peer, int tag, ByteBuffer message);

    /** Receives as many bytes as fit, waiting for them. */
    void receive(int peer, int tag, ByteBuffer message);

    /**
     * Starts giving every rank what every rank has. All ranks must call it, one sharing after the other, with as many
     * bytes each; both buffers must stay as they are until {@link Sending#await}, after which all are there.
     *
     * @param mine what this rank has
     * @param all receives what the ranks have, in their order
     */
    Sending share(ByteBuffer mine, ByteBuffer all);

    /** Collects one array of each rank, in the order of ranks; empty on all but rank 0. Not for the sampling loop. */
    List<byte[]> gather(byte[] mine);

    /** Gives every rank what rank 0 has. Not for the sampling loop. */
    byte[] broadcast(byte[] ofRankZero);

    /**
     * The ranks that give the same colour, in their order, as a team of their own, to be closed before this one; every
     * rank must call this.
     */
    default Team split(int colour) {
        throw new UnsupportedOperationException("this team cannot be split");
    }

    /** Ends every rank with this exit code; does not return where there are several ranks. */
    void abort(int exitCode);

    @Override
    void close();

    /** A message on its way. */
    interface Sending {
        /** Waits until the buffer may be used again. */
        void await();
    }
}
