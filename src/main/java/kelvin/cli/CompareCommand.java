package kelvin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import kelvin.bank.cpu.CpuDevice;
import kelvin.store.RunReader;
import kelvin.team.Team;

/** Prints models of the same data side by side. */
final class CompareCommand implements Command {
    @Override
    public String name() {
        return "compare";
    }

    @Override
    public String purpose() {
        return "ranks models of the same data: log evidence with errors, Bayes factors, predictive scores";
    }

    @Override
    public List<String> operands() {
        return List.of("RUN", "RUN...");
    }

    @Override
    public List<Flag> flags() {
        return List.of(new Flag("out", "DIR", null, "also writes a page, models.html, with its plots into models/"), Flag.JSON);
    }

    @Override
    public ExitCode run(Values values, Team team, Output output) throws IOException {
        List<RunReader> runs = new ArrayList<>();
        try {
            for (String operand : values.operands()) {
                runs.add(RunReader.open(PredictCommand.runFile(operand)));
            }
            Comparison comparison = Comparison.of(values.operands(), runs, new CpuDevice(),
                    Runtime.getRuntime().availableProcessors());
            output.out().print(values.given(Flag.JSON.name()) ? Json.of(comparison) : comparison.text());
            if (values.given("out")) {
                Path out = values.path("out");
                Files.createDirectories(out);
                comparison.page().write(out.resolve("models.html"), out.resolve("models"));
                output.err().println("written: " + out.resolve("models.html"));
            }
        } finally {
            runs.forEach(RunReader::close);
        }
        return ExitCode.DONE;
    }
}
