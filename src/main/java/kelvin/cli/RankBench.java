package kelvin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import kelvin.bank.cpu.CpuDevice;
import kelvin.bench.Foresight;
import kelvin.bench.Interconnect;
import kelvin.bench.ScalingBench;
import kelvin.bench.ScalingPlots;
import kelvin.bench.SwapBench;
import kelvin.bench.Validation;
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
                SwapBench.Result result = SwapBench.run(team, new CpuDevice(), parameters);
                results.add(result);
                printer.line(result);
            }
            printer.json(results);
        }
    },
    SCALING {
        @Override
        void run(Values values, Team team, int threads, Output output) {
            List<ScalingBench.Law> laws = values.text("law").equals("both") ? List.of(ScalingBench.Law.values())
                    : List.of(values.choice("law", ScalingBench.Law.class));
            Printer printer = new Printer(values, team, output);
            List<ScalingBench.Result> results = new ArrayList<>();
            List<Validation> validations = new ArrayList<>();
            printer.line(ScalingBench.HEADING);
            for (Network network : ofOneOutput(values)) {
                ScalingBench bench = new ScalingBench(team, new CpuDevice(), new ScalingBench.Setting(network,
                        values.integer("rows", 1), values.integer("rungs", 1), LEAPFROG, values.integer("iterations", 1),
                        threads));
                double yardstick = bench.yardstick();
                Optional<SwapBench.Result> messages = team.size() == 1 ? Optional.empty()
                        : Optional.ofNullable(SwapBench.run(team, new CpuDevice(), bench.parameters()));
                for (ScalingBench.Law law : laws) {
                    for (int ranks = 1; ranks < 2 * team.size(); ranks *= 2) {
                        ScalingBench.Result result = bench.run(law, Math.min(ranks, team.size()), yardstick);
                        results.add(result);
                        printer.line(result);
                        if (team.rank() == 0) {
                            messages.ifPresent(one -> validations.add(Validation.of(result, one)));
                        }
                    }
                }
            }
            if (!validations.isEmpty()) {
                printer.line("\nThe simulation of \"bench foresight\", given the time of an iteration, its jitter and the messages "
                        + "as measured:\n" + Validation.HEADING);
                validations.forEach(printer::line);
            }
            printer.plots(folder -> ScalingPlots.measured(folder, validations));
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
                if (stragglers == 0) {
                    List<Foresight.Prediction> alike = List.copyOf(all);
                    printer.plots(folder -> ScalingPlots.predicted(folder, alike));
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
            new Flag("law", "strong|weak|both", "both", "of scaling: whether the ladder stays or grows with the ranks"),
            new Flag("networks", "A-B-C,...", "10-64-64-1", "of gradient, trajectory and scaling: widths from the inputs to "
                    + "the outputs, of which scaling takes one"),
            new Flag("rows", "N", "1000", "of gradient, trajectory and scaling: training rows"),
            new Flag("rungs", "N", "8", "of scaling: rungs of a rank, where all ranks take part"),
            new Flag("iterations", "N", "300", "of scaling: how many are timed"),
            new Flag("plots", "DIR", null, "of scaling and foresight: writes efficiency by ranks there, as SVG"));
    /** Parameters of the states that are swapped. */
    private static final List<Integer> SIZES = List.of(100, 1000, 4929, 50_000, 500_000, 5_000_000);
    private static final int LEAPFROG = 32;

    abstract void run(Values values, Team team, int threads, Output output);

    private static List<Network> ofOneOutput(Values values) {
        List<Network> networks = networks(values);
        if (networks.stream().anyMatch(network -> network.outputs() != 1)) {
            throw values.wrong("networks", "widths joined by hyphens that end in 1, as 10-64-64-1,10-16-1");
        }
        return networks;
    }

    /** What --networks says, of all that take it. */
    static List<Network> networks(Values values) {
        try {
            List<Network> networks = new ArrayList<>();
            for (String widths : values.list("networks")) {
                networks.add(new Network(Arrays.stream(widths.split("-", -1)).map(Integer::parseInt).toList(), Activation.RELU));
            }
            return networks;
        } catch (IllegalArgumentException e) {
            throw values.wrong("networks", "widths joined by hyphens, as 10-64-64-1,10-16-1");
        }
    }

    /** Writes on rank 0 lines for people; where one object for programs is asked for, the lines go to stderr. */
    private record Printer(Values values, Team team, Output output) {
        void line(Object line) {
            if (team.rank() == 0) {
                (values.given(Flag.JSON.name()) ? output.err() : output.out()).println(line);
            }
        }

        void plots(Plotting plotting) {
            if (team.rank() == 0 && values.given("plots")) {
                try {
                    plotting.into(Path.of(values.text("plots")));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        void json(List<?> results) {
            if (team.rank() == 0 && values.given(Flag.JSON.name())) {
                output.out().print(Json.of(new Results(results)));
            }
        }
    }

    private interface Plotting {
        void into(Path folder) throws IOException;
    }

    private record Results(List<?> results) {
    }
}
