package kelvin.team;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Ranks as threads of one process, with every message of the sampling loop recorded. */
public final class ThreadTeam implements Team {
    private final Network network;
    private final int rank;

    private ThreadTeam(Network network, int rank) {
        this.network = network;
        this.rank = rank;
    }

    /** One message: who sent what kind to whom, and how long it was. */
    public record Message(int from, int to, int tag, int bytes) {
    }

    /** Runs the same work on so many ranks and returns what each gave; messages go to the log, if there is one. */
    public static <T> List<T> run(int ranks, List<Message> log, Function<Team, T> work) {
        return run(ranks, log, UnaryOperator.identity(), work);
    }

    /** The same with every rank's team wrapped, to spoil what it sends. */
    public static <T> List<T> run(int ranks, List<Message> log, UnaryOperator<Team> wrap, Function<Team, T> work) {
        Network network = new Network(ranks, log == null ? new ArrayList<>() : log);
        ExecutorService threads = Executors.newFixedThreadPool(ranks);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int r = 0; r < ranks; r++) {
                Team team = wrap.apply(new ThreadTeam(network, r));
                calls.add(() -> work.apply(team));
            }
            List<Future<T>> futures = calls.stream().map(threads::submit).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return network.ranks;
    }

    @Override
    public int localRank() {
        return rank;
    }

    @Override
    public String host() {
        return "thread";
    }

    @Override
    public void exchange(int peer, int tag, ByteBuffer send, ByteBuffer receive) {
        send(peer, tag, send);
        receive(peer, tag, receive);
    }

    @Override
    public Sending send(int peer, int tag, ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        network.log.add(new Message(rank, peer, tag, bytes.length));
        network.queue(rank, peer, tag).add(bytes);
        return () -> {
        };
    }

    @Override
    public void receive(int peer, int tag, ByteBuffer message) {
        byte[] bytes = network.take(peer, rank, tag);
        if (bytes.length != message.remaining()) {
            throw new IllegalStateException("rank " + rank + " got " + bytes.length + " bytes from " + peer + ", expected "
                    + message.remaining());
        }
        message.duplicate().put(bytes);
    }

    @Override
    public Sending share(ByteBuffer mine, ByteBuffer all) {
        byte[] bytes = new byte[mine.remaining()];
        mine.duplicate().get(bytes);
        for (int r = 0; r < network.ranks; r++) {
            network.queue(rank, r, -3).add(bytes);
        }
        return () -> {
            ByteBuffer into = all.duplicate();
            for (int r = 0; r < network.ranks; r++) {
                into.put(network.take(r, rank, -3));
            }
        };
    }

    @Override
    public List<byte[]> gather(byte[] mine) {
        network.queue(rank, 0, -1).add(mine.clone());
        List<byte[]> all = new ArrayList<>();
        for (int r = 0; rank == 0 && r < network.ranks; r++) {
            all.add(network.take(r, 0, -1));
        }
        return all;
    }

    @Override
    public byte[] broadcast(byte[] ofRankZero) {
        for (int r = 0; rank == 0 && r < network.ranks; r++) {
            network.queue(0, r, -2).add(ofRankZero.clone());
        }
        return network.take(0, rank, -2);
    }

    @Override
    public void abort(int exitCode) {
        throw new IllegalStateException("aborted with " + exitCode);
    }

    @Override
    public void close() {
        // Threads end with their work.
    }

    private static final class Network {
        private final int ranks;
        private final List<Message> log;
        private final ConcurrentHashMap<List<Integer>, BlockingQueue<byte[]>> queues = new ConcurrentHashMap<>();

        private Network(int ranks, List<Message> log) {
            this.ranks = ranks;
            this.log = Collections.synchronizedList(log);
        }

        private BlockingQueue<byte[]> queue(int from, int to, int tag) {
            return queues.computeIfAbsent(List.of(from, to, tag), key -> new LinkedBlockingQueue<>());
        }

        private byte[] take(int from, int to, int tag) {
            try {
                byte[] bytes = queue(from, to, tag).poll(30, TimeUnit.SECONDS);
                if (bytes == null) {
                    throw new IllegalStateException("rank " + to + " waited in vain for " + from + ", tag " + tag);
                }
                return bytes;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
