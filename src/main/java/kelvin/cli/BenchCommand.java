package kelvin.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import kelvin.bank.Gradient;
import kelvin.bank.cpu.Arithmetics;
import kelvin.bank.cuda.CudaDevice;
import kelvin.bank.cuda.KernelChoice;
import kelvin.bench.GradientBench;
import kelvin.bench.KernelBench;
import kelvin.team.Team;

/** Measures, with the machine's own limit beside. */
final class BenchCommand implements Command {
    /** What is measured on one rank. */
    private static final Map<String, Set<GradientBench.Work>> WORKS = Map.of(
            "gradient", EnumSet.of(GradientBench.Work.GRADIENT, GradientBench.Work.VALUE),
            "trajectory", EnumSet.of(GradientBench.Work.TRAJECTORY, GradientBench.Work.RANDOM_WALK));
    private static final String KERNEL = "kernel";

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String purpose() {
        return "measures this machine; WHAT is gradient (likelihoods and gradients against the FMA peak), trajectory (whole HMC "
                + "trajectories and random walks against it) or kernel (the two paths of a GPU against each other), or under "
                + "mpirun swap (messages between ranks) or scaling (rates by ranks), or foresight (a simulation of thousands of GPUs)";
    }

    @Override
    public List<String> operands() {
        return List.of("WHAT");
    }

    @Override
    public List<Flag> flags() {
        List<Flag> flags = new ArrayList<>(RankBench.FLAGS);
        flags.add(new Flag("threads", "N", null, "how many to use, of a rank; without it one for each core"));
        flags.add(DeviceChoice.FLAG);
        flags.add(DeviceChoice.KERNEL);
        flags.add(SampleFlags.GRADIENT);
        flags.add(new Flag("replicas", "N,N,...", null, "of gradient and trajectory: only --networks with so many replicas; "
                + "without it a list of networks, with 1 to 64 on the CPU and 1 to 1024 on a GPU"));
        flags.add(Flag.JSON);
        return flags;
    }

    @Override
    public boolean onEveryRank() {
        return true;
    }

    /** Measures where the paths of this machine's first GPU meet. */
    private static void paths(boolean json, Output output) {
        KernelBench bench = new KernelBench(CudaDevice.open(0, KernelChoice.FUSED), CudaDevice.open(0, KernelChoice.CUBLAS));
        List<KernelBench.Result> results = new ArrayList<>();
        if (!json) {
            output.out().println(bench.gpu());
            output.out().println(KernelBench.HEADING);
        }
        for (GradientBench.Setting setting : KernelBench.standard()) {
            results.add(bench.run(setting));
            if (!json) {
                output.out().println(results.get(results.size() - 1));
            }
        }
        int crossover = KernelBench.crossover(results);
        output.out().print(json ? Json.of(new Paths(bench.gpu(), crossover, results))
                : "the fused path is at least as fast up to " + crossover + " units a layer: the number of this GPU in KernelChoice\n");
    }

    /** What is printed as one JSON object. */
    private record Paths(String gpu, int crossover, List<KernelBench.Result> results) {
    }

    /** What is printed as one JSON object. */
    private record Report(String arithmetic, List<GradientBench.Result> results) {
    }

    @Override
    public ExitCode run(Values values, Team team, Output output) {
        int cores = Cores.share(team);
        Optional<RankBench> ofRanks = RankBench.named(values.operand(0));
        int threads = Agreement.reach(team, () -> {
            if (ofRanks.isEmpty() && !WORKS.containsKey(values.operand(0)) && !values.operand(0).equals(KERNEL)) {
                throw new UsageException("bench: " + values.operand(0)
                        + ", must be gradient, trajectory, kernel, swap, scaling or foresight");
            }
            return values.given("threads") ? values.integer("threads", 1) : cores;
        });
        if (ofRanks.isPresent()) {
            ofRanks.get().run(values, team, threads, output);
            return ExitCode.DONE;
        } else if (team.rank() > 0) {
            return ExitCode.DONE;
        }
        boolean json = values.given(Flag.JSON.name());
        if (values.operand(0).equals(KERNEL)) {
            paths(json, output);
            return ExitCode.DONE;
        }
        DeviceChoice choice = DeviceChoice.here(values);
        boolean gpu = choice.device() instanceof CudaDevice;
        GradientBench bench = choice.device() instanceof CudaDevice cuda
                ? GradientBench.on(cuda, values.choice(SampleFlags.GRADIENT.name(), Gradient.class))
                : GradientBench.on(Arithmetics.best());
        List<GradientBench.Result> results = new ArrayList<>();
        if (!json) {
            output.out().println(bench.description());
        }
        for (GradientBench.Setting setting : settings(values, gpu, threads)) {
            try {
                results.add(bench.run(setting));
            } catch (UnsupportedOperationException e) {
                output.err().println(e.getMessage());
                continue;
            }
            if (!json) {
                output.out().println(results.get(results.size() - 1));
            }
        }
        if (json) {
            output.out().print(Json.of(new Report(bench.description(), results)));
        }
        return ExitCode.DONE;
    }

    private static List<GradientBench.Setting> settings(Values values, boolean gpu, int threads) {
        Set<GradientBench.Work> works = WORKS.get(values.operand(0));
        boolean given = values.given("replicas");
        List<Integer> replicas = given ? values.integers("replicas", 1)
                : gpu ? List.of(1, 4, 16, 64, 256, 1024) : List.of(1, 4, 16, 64);
        List<GradientBench.Setting> settings = GradientBench.of(works, RankBench.networks(values), values.integer("rows", 1),
                replicas, threads);
        if (!given && !values.given("networks")) {
            settings.addAll(GradientBench.others(works, threads));
        }
        return settings;
    }
}
