package kelvin.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.team.Team;
import kelvin.tempering.Coefficients;
import kelvin.tempering.Swap;

/**
 * What a swap between two ranks costs, by the size of a state: an exchange of energies, one of states, and all that
 * follows energies in a run.
 */
public final class SwapBench {
    private static final int TAG = 7;
    private static final int ENERGY_BYTES = 20;
    private static final int REPEATS = 9;
    private static final long LEAST_NANOS = 30_000_000;
    private static final int WARM_UP = 6000;
    private static final long WARM_UP_BYTES = 1L << 31;
    private static final int SWAPS = 101;
    /** 64 MiB: what a rank works through between two swaps leaves nothing of them in the caches. */
    private static final int SPOIL_DOUBLES = 8 << 20;

    private SwapBench() {
    }

    /**
     * One size.
     *
     * @param parameters d of a network
     * @param stateBytes of its state: parameters and the gradient of the log-likelihood, float32
     * @param energyMicros median time of an exchange of energies
     * @param stateMicros median time of an exchange of states
     * @param swapMicros median time of an accepted swap once energies are there: decision, copies and the exchange of states,
     *     none of it in the caches
     * @param bytesPerSecond of a state, each way
     */
    public record Result(int parameters, long stateBytes, double energyMicros, double stateMicros, double swapMicros,
            double bytesPerSecond) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%10d  %12d  %11.2f  %11.2f  %11.2f  %8.3f", parameters, stateBytes,
                    energyMicros, stateMicros, swapMicros, bytesPerSecond * 1e-9);
        }
    }

    /** Names of the columns of {@link Result#toString}. */
    public static final String HEADING = "parameters   state bytes  energies us    states us       swap us      GB/s";

    /**
     * Measures between ranks 0 and 1; every rank must call it.
     *
     * @param device whose banks the states are in
     * @param parameters d, at least 2
     * @return the result on ranks 0 and 1; null elsewhere
     */
    public static Result run(Team team, Device device, int parameters) {
        if (team.size() < 2) {
            throw new IllegalArgumentException("ranks: " + team.size() + ", must be at least 2 (mpirun -np 2)");
        }
        Result result = null;
        if (team.rank() < 2) {
            try (ReplicaBank bank = bank(device, parameters)) {
                int bytes = Math.multiplyExact(bank.stateFloats(), Float.BYTES);
                double energies = seconds(team, ENERGY_BYTES);
                double states = seconds(team, bytes);
                result = new Result(parameters, bytes, 1e6 * energies, 1e6 * states, 1e6 * swapSeconds(team, bank), bytes / states);
            }
        }
        team.gather(new byte[0]);
        return result;
    }

    /** A bank of states of so many parameters: weights of a network without hidden layers, and its bias. */
    private static ReplicaBank bank(Device device, int parameters) {
        int inputs = parameters - 1;
        DataSet row = new DataSet(IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList(), List.of("y"),
                new double[inputs], new double[1]);
        Model model = new Model(Network.of(Activation.TANH, inputs, 1), new Likelihood.Gaussian(1),
                new Prior(Prior.Kind.NORMAL, 1));
        return device.bank(new BankSettings(model, row, 1, SlotBlock.whole(1, 1), true, 1));
    }

    /**
     * Median seconds of an accepted swap as it is in a run, after work that leaves nothing of it in the caches: from when
     * both have the other's energies until the other's state is in its place.
     */
    private static double swapSeconds(Team team, ReplicaBank bank) {
        int peer = 1 - team.rank();
        ByteBuffer energies = ByteBuffer.allocateDirect(ENERGY_BYTES);
        ByteBuffer theirs = ByteBuffer.allocateDirect(ENERGY_BYTES);
        ByteBuffer out = state(bank);
        ByteBuffer in = state(bank);
        Stream stream = new Stream(1);
        Coefficients colder = new Coefficients(1, 1);
        Coefficients hotter = new Coefficients(0.5, 1);
        double[] between = new double[SPOIL_DOUBLES];
        int warmUp = (int) Math.min(WARM_UP, WARM_UP_BYTES / out.capacity());
        double[] seconds = new double[warmUp + SWAPS];
        for (int i = 0; i < seconds.length; i++) {
            for (int j = 0; j < (i < warmUp ? 0 : between.length); j++) {
                between[j] += j;
            }
            team.exchange(peer, TAG, energies, theirs);
            long start = System.nanoTime();
            double probability = Swap.acceptance(colder, hotter, -600 - i % 7, -10, -601, -11);
            double uniform = stream.at(Purpose.SWAP, 0, i).uniform(0);
            if (uniform < probability || uniform >= probability) {   // either way: all that is measured is accepted
                bank.pack(0, out.asFloatBuffer());
                team.exchange(peer, TAG, out, in);
                bank.unpack(0, in.asFloatBuffer(), theirs.getDouble(0), theirs.getDouble(Double.BYTES));
            }
            seconds[i] = (System.nanoTime() - start) * 1e-9;
        }
        Arrays.sort(seconds, warmUp, seconds.length);
        return seconds[warmUp + SWAPS / 2];
    }

    private static ByteBuffer state(ReplicaBank bank) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(bank.stateFloats(), Float.BYTES)).order(ByteOrder.nativeOrder());
    }

    /** Median seconds of one exchange; both ranks do the same number of them. */
    private static double seconds(Team team, int bytes) {
        int peer = 1 - team.rank();
        ByteBuffer out = ByteBuffer.allocateDirect(bytes);
        ByteBuffer in = ByteBuffer.allocateDirect(bytes);
        ByteBuffer mine = ByteBuffer.allocateDirect(Integer.BYTES);
        ByteBuffer theirs = ByteBuffer.allocateDirect(Integer.BYTES);
        // rank 0 decides how often; both warm up
        int count = 1;
        for (long nanos = 0; nanos < LEAST_NANOS; count *= 2) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                team.exchange(peer, TAG, out, in);
            }
            nanos = System.nanoTime() - start;
            mine.putInt(0, nanos < LEAST_NANOS ? 0 : 1);
            team.exchange(peer, TAG, mine, theirs);
            boolean enough = (team.rank() == 0 ? mine : theirs).getInt(0) == 1;
            nanos = enough ? LEAST_NANOS : 0;
        }
        count /= 2;
        double[] seconds = new double[REPEATS];
        for (int r = 0; r < REPEATS; r++) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                team.exchange(peer, TAG, out, in);
            }
            seconds[r] = (System.nanoTime() - start) * 1e-9 / count;
        }
        Arrays.sort(seconds);
        return seconds[REPEATS / 2];
    }
}
