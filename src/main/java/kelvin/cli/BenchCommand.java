package kelvin.cli;

import java.util.ArrayList;
import java.util.List;

import kelvin.bench.GradientBench;
import kelvin.team.Team;

/** Measures, with the machine's own limit beside. */
final class BenchCommand implements Command {
    private static final String GRADIENT = "gradient";

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String purpose() {
        return "measures this machine; WHAT is gradient: likelihoods, gradients and transitions against the FMA peak";
    }

    @Override
    public List<String> operands() {
        return List.of("WHAT");
    }

    @Override
    public List<Flag> flags() {
        return List.of(new Flag("threads", "N", null, "how many to use; without it one for each core"), Flag.JSON);
    }

    /** What is printed as one JSON object. */
    private record Report(String arithmetic, List<GradientBench.Result> results) {
    }

    @Override
    public ExitCode run(Values values, Team team, Output output) {
        if (!values.operand(0).equals(GRADIENT)) {
            throw new UsageException("bench: " + values.operand(0) + ", must be " + GRADIENT);
        }
        int threads = values.given("threads") ? values.integer("threads", 1)
                : Runtime.getRuntime().availableProcessors();
        boolean json = values.given(Flag.JSON.name());
        GradientBench bench = new GradientBench();
        List<GradientBench.Result> results = new ArrayList<>();
        if (!json) {
            output.out().println(bench.arithmetic());
        }
        for (GradientBench.Setting setting : GradientBench.standard(threads)) {
            results.add(bench.run(setting));
            if (!json) {
                output.out().println(results.get(results.size() - 1));
            }
        }
        if (json) {
            output.out().print(Json.of(new Report(bench.arithmetic(), results)));
        }
        return ExitCode.DONE;
    }
}
