package kelvin.team;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import mpi.Comm;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;
import mpi.Request;

/** The ranks of an MPI job over Open MPI's Java bindings. */
public final class MpiTeam implements Team {
    private final Intracomm world;
    private final int rank;
    private final int size;
    private final int localRank;
    private final String host;

    private MpiTeam(Intracomm world) throws MPIException {
        this.world = world;
        // The default handler ends the job without a word of ours.
        world.setErrhandler(MPI.ERRORS_RETURN);
        rank = world.getRank();
        size = world.getSize();
        host = MPI.getProcessorName();
        localRank = countLocal();
    }

    /** Whether this process was started by a launcher of MPI jobs (mpirun, or srun with PMI). */
    public static boolean launched() {
        return System.getenv("OMPI_COMM_WORLD_SIZE") != null || System.getenv("PMIX_RANK") != null
                || System.getenv("PMI_RANK") != null;
    }

    /**
     * Joins the job.
     *
     * @throws TeamException if MPI or its bindings are missing or fail
     */
    public static MpiTeam join() {
        try {
            MPI.Init(new String[0]);
            return new MpiTeam(MPI.COMM_WORLD);
        } catch (MPIException | LinkageError e) {
            throw new TeamException("MPI: " + e + "; the Java bindings (mpi.jar, libmpi_java.so) must be those of the "
                    + "Open MPI whose mpirun started this job", e);
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int localRank() {
        return localRank;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public void exchange(int peer, int tag, ByteBuffer send, ByteBuffer receive) {
        call("exchange with rank " + peer, () -> world.sendRecv(send.slice(), send.remaining(), MPI.BYTE, peer, tag,
                receive.slice(), receive.remaining(), MPI.BYTE, peer, tag));
    }

    @Override
    public Sending send(int peer, int tag, ByteBuffer message) {
        String what = "send to rank " + peer;
        return onItsWay(what, call(what,
                () -> world.iSend(message.slice(), message.remaining(), MPI.BYTE, peer, tag)));
    }

    @Override
    public void receive(int peer, int tag, ByteBuffer message) {
        call("receive from rank " + peer,
                () -> world.recv(message.slice(), message.remaining(), MPI.BYTE, peer, tag));
    }

    @Override
    public Sending share(ByteBuffer mine, ByteBuffer all) {
        return onItsWay("share", call("share", () -> world.iAllGather(mine.slice(), mine.remaining(), MPI.BYTE,
                all.slice(), mine.remaining(), MPI.BYTE)));
    }

    @Override
    public List<byte[]> gather(byte[] mine) {
        return call("gather", () -> {
            int[] lengths = new int[size];
            world.gather(new int[] {mine.length}, 1, MPI.INT, lengths, 1, MPI.INT, 0);
            int[] offsets = new int[size];
            int total = 0;
            for (int r = 0; r < size; r++) {
                offsets[r] = total;
                total += lengths[r];
            }
            byte[] all = new byte[total];
            world.gatherv(mine, mine.length, MPI.BYTE, all, lengths, offsets, MPI.BYTE, 0);
            List<byte[]> parts = new ArrayList<>();
            for (int r = 0; rank == 0 && r < size; r++) {
                parts.add(Arrays.copyOfRange(all, offsets[r], offsets[r] + lengths[r]));
            }
            return parts;
        });
    }

    @Override
    public byte[] broadcast(byte[] ofRankZero) {
        return call("broadcast", () -> {
            int[] length = {rank == 0 ? ofRankZero.length : 0};
            world.bcast(length, 1, MPI.INT, 0);
            byte[] message = rank == 0 ? ofRankZero : new byte[length[0]];
            world.bcast(message, length[0], MPI.BYTE, 0);
            return message;
        });
    }

    @Override
    public Team split(int colour) {
        return call("split", () -> new MpiTeam(world.split(colour, rank)));
    }

    @Override
    public void abort(int exitCode) {
        call("abort", () -> {
            world.abort(exitCode);
            return null;
        });
    }

    @Override
    public void close() {
        call("finalize", () -> {
            if (world != MPI.COMM_WORLD) {
                world.free();
            } else if (!MPI.isFinalized()) {
                MPI.Finalize();
            }
            return null;
        });
    }

    private int countLocal() throws MPIException {
        String ofLauncher = System.getenv("OMPI_COMM_WORLD_LOCAL_RANK");
        if (ofLauncher == null) {
            ofLauncher = System.getenv("SLURM_LOCALID");
        }
        if (ofLauncher != null) {
            return Integer.parseInt(ofLauncher);
        }
        Comm local = world.splitType(Comm.TYPE_SHARED, 0, MPI.INFO_NULL);
        try {
            return local.getRank();
        } finally {
            local.free();
        }
    }

    private Sending onItsWay(String what, Request request) {
        return () -> call(what, () -> {
            request.waitFor();
            request.free();
            return null;
        });
    }

    private <T> T call(String what, Call<T> call) {
        try {
            return call.run();
        } catch (MPIException e) {
            throw new TeamException("rank " + rank + " on " + host + ": " + what + " failed: " + e.getMessage(), e);
        }
    }

    private interface Call<T> {
        T run() throws MPIException;
    }
}
