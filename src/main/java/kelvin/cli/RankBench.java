package kelvin.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import kelvin.bank.cpu.CpuDevice;
import kelvin.bench.Foresight;
import kelvin.bench.Interconnect;
import kelvin.bench.ScalingBench;
import kelvin.bench.SwapBench;
import kelvin.model.Activation;
import kelvin.model.Network;
import kelvin.team.Team;

/** The measurements that need several ranks, and what follows from them. */
enum RankBench {
    SWAP {
        @Override
        void run(Values values, Team team, int threads, Output output) {
            if (team.size() < 2) {
                throw new UsageException("bench swap: 1 rank, must be 2 or more (mpirun -np 2 kelvin bench swap)");
            }
            List<SwapBench.Result> results = new ArrayList<>();
            Printer printer = new Printer(values, team, output);
            printer.line(SwapBench.HEADING);
            for (int parameters : SIZES) {
                SwapBench.Result result = SwapBench.run(team, parameters);
                results.add(result);
                printer.line(result);
            }
            printer.json(results);
        }
    },
    SCALING {
        @Override
        void run(Values values, Team team, int threads, Output output) {
            ScalingBench.Law law = values.choice("law", ScalingBench.Law.class);
            Network network = network(values);
            ScalingBench bench = new ScalingBench(team, new CpuDevice(), new ScalingBench.Setting(network,
                    values.integer("rows", 1), values.integer("rungs", 1), LEAPFROG, values.integer("iterations", 1), threads));
            Printer printer = new Printer(values, team, output);
            double yardstick = bench.yardstick();
            printer.line(String.format(Locale.ROOT, "%s scaling, %s, %s rungs a rank; yardstick: %.4g trajectories/s "
                    + "of each of %d independent ranks", Values.label(law), values.text("network"), values.text("rungs"), yardstick,
                    team.size()));
            printer.line(ScalingBench.HEADING);
            List<ScalingBench.Result> results = new ArrayList<>();
            for (int ranks = 1; ranks < 2 * team.size(); ranks *= 2) {
                ScalingBench.Result result = bench.run(law, Math.min(ranks, team.size()), yardstick);
                results.add(result);
                printer.line(result);
            }
            printer.json(results);
        }
    },
    FORESIGHT {
        @Override
        void run(Values values, Team team, int threads, Output output) {
            if (team.rank() > 0) {
                return;
            }
            Printer printer = new Printer(values, team, output);
            printer.line("A prediction, not a measurement: HMC on 1000 rows, 8 rungs a GPU, a swap round after every trajectory.");
            List<Foresight.Prediction> all = new ArrayList<>();
            for (double stragglers : new double[] {0, 0.01}) {
                printer.line("\n" + (stragglers == 0 ? "All GPUs alike" : "One GPU in a hundred 10% slower")
                        + ", 3% jitter from iteration to iteration");
                printer.line(Foresight.HEADING);
                for (Interconnect network : List.of(Interconnect.INFINIBAND_NDR, Interconnect.ETHERNET_40G,
                        Interconnect.ETHERNET_10G_TCP)) {
                    List<Foresight.Prediction> predictions = Foresight.of(network, stragglers);
                    predictions.forEach(printer::line);
                    all.addAll(predictions);
                }
            }
            printer.json(all);
        }
    };

    /** The one of this name, if it is one of these. */
    static Optional<RankBench> named(String name) {
        return Arrays.stream(values()).filter(one -> Values.label(one).equals(name)).findFirst();
    }

    /** What they take. */
    static final List<Flag> FLAGS = List.of(
            new Flag("law", "strong|weak", "weak", "of scaling: whether the ladder stays or grows with the ranks"),
            new Flag("network", "A-B-C", "10-64-64-1", "of scaling: widths from the inputs to the output"),
            new Flag("rows", "N", "1000", "of scaling: training rows"),
            new Flag("rungs", "N", "8", "of scaling: rungs of a rank, where all ranks take part"),
            new Flag("iterations", "N", "300", "of scaling: how many are timed"));
    /** Parameters of the states that are swapped. */
    private static final List<Integer> SIZES = List.of(100, 1000, 4929, 50_000, 500_000, 5_000_000);
    private static final int LEAPFROG = 32;

    abstract void run(Values values, Team team, int threads, Output output);

    private static Network network(Values values) {
        List<Integer> sizes = new ArrayList<>();
        try {
            for (String width : values.text("network").split("-", -1)) {
                sizes.add(Integer.parseInt(width));
            }
            Network network = new Network(sizes, Activation.RELU);
            if (network.outputs() == 1) {
                return network;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw values.wrong("network", "widths joined by hyphens that end in 1, as 10-64-64-1");
    }

    /** Writes on rank 0 lines for people or one object for programs. */
    private record Printer(Values values, Team team, Output output) {
        void line(Object line) {
            if (team.rank() == 0 && !values.given(Flag.JSON.name())) {
                output.out().println(line);
                output.out().flush();
            }
        }

        void json(List<?> results) {
            if (team.rank() == 0 && values.given(Flag.JSON.name())) {
                output.out().print(Json.of(new Results(results)));
            }
        }
    }

    private record Results(List<?> results) {
    }
}
