package kelvin.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import kelvin.bank.Device;
import kelvin.bank.Transition;
import kelvin.explorer.Adaptation;
import kelvin.explorer.Init;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.sampler.SampleListener;
import kelvin.sampler.SampleSettings;
import kelvin.sampler.Sampler;
import kelvin.store.RunResults;
import kelvin.store.Timing;
import kelvin.team.SoloTeam;
import kelvin.team.Team;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;
import kelvin.tempering.Path;

/**
 * Rates of the sampler on 1, 2, 4, ... ranks up to all of a team. The yardstick is what ranks reach that have nothing to do
 * with one another and sample at the same time on the same cores.
 */
public final class ScalingBench {
    private static final double STEP_SIZE = 1e-4;
    private static final int WARM_UP = 30;
    /** So many iterations of all ranks, short and on few rows, let the virtual machine compile what swaps and reports run. */
    private static final int COMPILED = 5000;
    private static final int FEW_ROWS = 8;

    private final Team team;
    private final Device device;
    private final Setting setting;

    /** What grows with the ranks. */
    public enum Law {
        /** Nothing: one ladder, whose rungs are spread over them. */
        STRONG,
        /** The ladder, of so many rungs a rank. */
        WEAK
    }

    /**
     * What is sampled: HMC on made-up rows, a swap round after every trajectory.
     *
     * @param network widths; one output
     * @param rows of training data
     * @param rungs of a rank, where all ranks take part
     * @param leapfrog steps of a trajectory
     * @param iterations that are timed
     * @param threads of a rank
     */
    public record Setting(Network network, int rows, int rungs, int leapfrog, int iterations, int threads) {
    }

    /**
     * One measurement.
     *
     * @param network widths
     * @param parameters d
     * @param law what grew
     * @param ranks that sampled together
     * @param rungs of their ladder
     * @param iterationsPerSecond of the ladder
     * @param efficiency trajectories a second of all ranks together, as a share of the yardstick's
     * @param waiting share of the ranks' time spent waiting for neighbours
     * @param swaps share spent swapping with them
     * @param usualSwaps the same, had the longest 5% of the swaps, into which other things came, been as the others
     * @param reports share spent with reports to rank 0, and there counting and writing them
     * @param exploreSeconds of a rank in transitions, for an iteration
     * @param jitter standard deviation of its logarithm from iteration to iteration
     * @param swapAcceptance mean of all pairs
     */
    public record Result(String network, int parameters, Law law, int ranks, int rungs, double iterationsPerSecond,
            double efficiency, double waiting, double swaps, double usualSwaps, double reports, double exploreSeconds, double jitter,
            double swapAcceptance) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-6s  %-12s  %5d  %5d  %12.4g  %9.1f%%  %7.2f%%  %7.3f%%  %7.2f%%",
                    law.name().toLowerCase(Locale.ROOT), network, ranks, rungs, iterationsPerSecond, 100 * efficiency,
                    100 * waiting, 100 * swaps, 100 * reports);
        }
    }

    /** Names of the columns of {@link Result#toString}. */
    public static final String HEADING = "law     network       ranks  rungs  iterations/s  efficiency   waiting      swaps   reports";

    /** A bench over all ranks of a team. */
    public ScalingBench(Team team, Device device, Setting setting) {
        this.team = team;
        this.device = device;
        this.setting = setting;
    }

    /**
     * Trajectories a second that one rank reaches while all others sample too, each for itself; the mean over the ranks,
     * the same on all of them. Every rank must call it.
     */
    public double yardstick() {
        once(team, settings(team.size() * setting.rungs(), FEW_ROWS, 1, COMPILED));
        // the pair sampler and yardstick differ in nothing but the team
        Timed mine = timed(new SoloTeam(), setting.rungs());
        double sum = Exchange.sum(team, setting.iterations() / mine.seconds());
        return sum / team.size() * setting.rungs();
    }

    /**
     * Measures the first so many ranks; every rank must call it.
     *
     * @param yardstick of {@link #yardstick}
     * @return the result on rank 0; null elsewhere
     */
    public Result run(Law law, int ranks, double yardstick) {
        int rungs = law == Law.WEAK ? ranks * setting.rungs() : team.size() * setting.rungs();
        boolean taking = team.rank() < ranks;
        Result result = null;
        try (Team part = team.split(taking ? 0 : 1)) {
            if (taking) {
                Timed timed = timed(part, rungs);
                if (team.rank() == 0) {
                    result = result(law, ranks, rungs, timed, yardstick);
                }
            }
        }
        team.gather(new byte[0]);   // the others wait here
        return result;
    }

    private Result result(Law law, int ranks, int rungs, Timed timed, double yardstick) {
        double rate = setting.iterations() / timed.seconds();
        Timing timing = timed.results().timing();
        Network network = setting.network();
        double rejection = Arrays.stream(timed.results().meanSwapRejection()).average().orElse(Double.NaN);
        return new Result(network.sizes().stream().map(String::valueOf).collect(Collectors.joining("-")),
                model().parameters(), law, ranks, rungs, rate, rate * rungs / (ranks * yardstick),
                share(timing, "wait", timed.seconds()), share(timing, "swap", timed.seconds()),
                Double.parseDouble(timing.facts().get("swap_seconds_without_longest")) / timed.seconds(),
                share(timing, "report", timed.seconds()) + share(timing, "write", timed.seconds()),
                share(timing, "explore", 1) / setting.iterations(),
                Double.parseDouble(timing.facts().get("explore_jitter")), 1 - rejection);
    }

    /** Parameters of the network. */
    public int parameters() {
        return model().parameters();
    }

    private Model model() {
        return new Model(setting.network(), new Likelihood.Gaussian(1), new Prior(Prior.Kind.NORMAL_FAN_IN, 1));
    }

    private record Timed(double seconds, RunResults results) {
    }

    private Timed timed(Team ranks, int rungs) {
        once(ranks, settings(rungs, setting.rows(), setting.leapfrog(), WARM_UP));
        SampleSettings settings = settings(rungs, setting.rows(), setting.leapfrog(), setting.iterations());
        ranks.broadcast(new byte[0]);
        long start = System.nanoTime();
        RunResults results = once(ranks, settings);
        return new Timed((System.nanoTime() - start) * 1e-9, results);
    }

    private RunResults once(Team ranks, SampleSettings settings) {
        try (Sampler sampler = new Sampler(settings, ranks, device)) {
            return sampler.run(block -> { }, SampleListener.NONE).orElse(null);
        }
    }

    private SampleSettings settings(int rungs, int rows, int leapfrog, int iterations) {
        Random random = new Random(1);
        int inputs = setting.network().inputs();
        DataSet data = new DataSet(IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList(), List.of("y"),
                random.doubles((long) rows * inputs, -1, 1).toArray(),
                random.doubles(rows, -1, 1).toArray());
        List<Double> temperatures = new ArrayList<>();
        for (int k = 0; k < rungs; k++) {
            // so close that about half of the swaps are accepted
            temperatures.add(1 + 1e-3 * k);
        }
        return new SampleSettings(model(), data, new Ladder(Path.POSTERIOR, temperatures), LadderTuning.FIXED, 1, 1,
                new Transition.Hmc(0), leapfrog, OptionalDouble.of(STEP_SIZE), 0.8, Adaptation.NONE,
                Init.PRIOR, 0, iterations,
                iterations, 1, setting.threads(), false);
    }

    private static double share(Timing timing, String part, double seconds) {
        int index = Timing.PARTS.indexOf(part);
        return IntStream.range(0, timing.ranks()).mapToDouble(r -> timing.seconds(r, index)).average().orElse(0) / seconds;
    }
}
