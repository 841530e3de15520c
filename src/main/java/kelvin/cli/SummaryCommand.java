package kelvin.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import kelvin.bank.cpu.CpuDevice;
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
            Summary summary = Summary.of(run, Evaluation.of(run, new CpuDevice(),
                    Runtime.getRuntime().availableProcessors()));
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
            text.append(String.format(Locale.ROOT, "barrier %.2f; ", summary.barrier())).append(summary.travel().text());
        }
        if (summary.advice() != null) {
            text.append(summary.advice()).append("\n");
        }
        text.append(String.format(Locale.ROOT, "%n%-16s  %11s  %6s  %8s  %8s%n", "cold rung", "mean", "R-hat", "ESS",
                "tail ESS"));
        summary.convergence().forEach((name, one) -> text.append(String.format(Locale.ROOT,
                "%-16s  %11.5g  %6.3f  %8.0f  %8.0f%n", name, one.mean(), one.rHat(), one.essBulk(), one.essTail())));
        text.append("\n").append(EvidenceText.of(summary.evidence()));
        return text.append("\n").append(Evaluation.text(summary.scoredRows(), summary.scores())).toString();
    }
}
