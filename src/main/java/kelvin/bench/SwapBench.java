package kelvin.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

import kelvin.team.Team;

/** What a swap between two ranks costs: an exchange of energies, and one of states, by the size of a state. */
public final class SwapBench {
    private static final int TAG = 7;
    private static final int ENERGY_BYTES = 20;
    private static final int REPEATS = 9;
    private static final long LEAST_NANOS = 30_000_000;

    private SwapBench() {
    }

    /**
     * One size.
     *
     * @param parameters d of a network
     * @param stateBytes of its state: parameters and two gradients, float32
     * @param energyMicros median time of an exchange of energies
     * @param stateMicros median time of an exchange of states
     * @param bytesPerSecond of a state, each way
     */
    public record Result(int parameters, long stateBytes, double energyMicros, double stateMicros, double bytesPerSecond) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%10d  %12d  %11.2f  %11.2f  %8.3f", parameters, stateBytes, energyMicros,
                    stateMicros, bytesPerSecond * 1e-9);
        }
    }

    /** Names of the columns of {@link Result#toString}. */
    public static final String HEADING = "parameters   state bytes  energies us    states us      GB/s";

    /**
     * Measures between ranks 0 and 1; every rank must call it.
     *
     * @return the result on ranks 0 and 1; null elsewhere
     */
    public static Result run(Team team, int parameters) {
        if (team.size() < 2) {
            throw new IllegalArgumentException("ranks: " + team.size() + ", must be at least 2 (mpirun -np 2)");
        }
        Result result = null;
        if (team.rank() < 2) {
            long bytes = 12L * parameters;
            double energies = seconds(team, ENERGY_BYTES);
            double states = seconds(team, Math.toIntExact(bytes));
            result = new Result(parameters, bytes, 1e6 * energies, 1e6 * states, bytes / states);
        }
        team.gather(new byte[0]);
        return result;
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
