package kelvin.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import kelvin.bank.Device;
import kelvin.bank.cpu.CpuDevice;
import kelvin.diagnostics.Convergence;
import kelvin.store.RunReader;
import kelvin.team.Team;

/** Prints what a run file tells. */
final class SummaryCommand implements Command {
    @Override
    public String name() {
        return "summary";
    }

    @Override
    public String purpose() {
        return "prints what a run came to: rungs, swaps, round trips, convergence, scores";
    }

    @Override
    public List<String> operands() {
        return List.of("RUN");
    }

    @Override
    public List<Flag> flags() {
        return List.of(Flag.JSON);
    }

    @Override
    public ExitCode run(Values values, Team team, Output output) throws IOException {
        try (RunReader run = RunReader.open(PredictCommand.runFile(values.operand(0)))) {
            int threads = Runtime.getRuntime().availableProcessors();
            Device device = new CpuDevice();
            Summary summary = Summary.of(run, Evaluation.of(run, device, threads), device, threads);
            output.out().print(values.given(Flag.JSON.name()) ? Json.of(summary) : text(summary));
        }
        return ExitCode.DONE;
    }

    /** The summary for people. */
    static String text(Summary summary) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "network %s, %s, %d parameters; seed %d on %s, kelvin %s%n",
                summary.sizes(), summary.likelihood(), summary.parameters(), summary.seed(), summary.device(),
                summary.version()));
        text.append(String.format(Locale.ROOT, "%d iterations after %d of warm-up, %d draws of %d %s, %s path%n%n",
                summary.iterations(), summary.warmup(), summary.draws(), summary.ladders(),
                summary.ladders() == 1 ? "ladder" : "ladders", summary.path()));
        text.append(new RungTable(summary.rungs()).text());
        if (summary.rungs().size() > 1) {
            text.append(String.format(Locale.ROOT, "barrier %.2f%n", summary.barrier())).append(summary.travel().text());
        }
        if (summary.advice() != null) {
            text.append(summary.advice()).append("\n");
        }
        text.append(String.format(Locale.ROOT, "%n%-16s  %23s  %6s  %6s  %8s  %8s%n", "cold rung", "mean", "R-hat",
                "nested", "ESS", "tail ESS"));
        summary.convergence().forEach((name, one) -> text.append(String.format(Locale.ROOT,
                "%-16s  %23s  %6.3f  %6s  %8.0f  %8.0f%n", name, mean(one, summary.scoredRows()), one.rHat(),
                Double.isNaN(one.nestedRHat()) ? "-" : String.format(Locale.ROOT, "%.3f", one.nestedRHat()),
                one.essBulk(), one.essTail())));
        text.append("\n").append(EvidenceText.of(summary.evidence()));
        text.append("\n").append(summary.verdict().text()).append("\n");
        return text.append("\n").append(Evaluation.text(summary.scoredRows(), summary.scores())).toString();
    }

    private static String mean(Convergence one, String rows) {
        return Double.isNaN(one.mean()) ? "worst of " + rows + " rows"
                : String.format(Locale.ROOT, "%.5g +- %.2g", one.mean(), one.error());
    }
}
