package kelvin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import kelvin.bank.Gradient;
import kelvin.bench.Verification;
import kelvin.store.ReferenceFile;
import kelvin.team.Team;

/** Compares the device with reference values. */
final class VerifyCommand implements Command {
    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String purpose() {
        return "evaluates the cases of a reference file on this device and prints the errors";
    }

    @Override
    public List<String> operands() {
        return List.of("FILE");
    }

    @Override
    public List<Flag> flags() {
        return List.of(DeviceChoice.FLAG, DeviceChoice.KERNEL, SampleFlags.GRADIENT, Flag.JSON);
    }

    @Override
    public ExitCode run(Values values, Team team, Output output) throws IOException {
        Verification verification = Verification.of(ReferenceFile.read(Path.of(values.operand(0))), DeviceChoice.here(values).device(),
                values.choice(SampleFlags.GRADIENT.name(), Gradient.class), Runtime.getRuntime().availableProcessors());
        output.out().print(values.given(Flag.JSON.name()) ? verification.json() + "\n" : verification.table());
        return verification.passed() ? ExitCode.DONE : ExitCode.BROKEN;
    }
}
