package kelvin.cli;

import java.util.List;
import java.util.Locale;

import kelvin.doctor.Doctor;
import kelvin.doctor.Finding;
import kelvin.doctor.ThisMachine;
import kelvin.team.Team;

/** Says what this machine has. */
final class DoctorCommand implements Command {
    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String purpose() {
        return "says what this machine has, what is missing and how to get it";
    }

    @Override
    public List<String> operands() {
        return List.of();
    }

    @Override
    public List<Flag> flags() {
        return List.of(new Flag("out", "DIR", "kelvin-run", "directory that a run would write into"), Flag.JSON);
    }

    /** What is printed as one JSON object. */
    private record Report(String host, List<Finding> findings) {
    }

    @Override
    public ExitCode run(Values values, Team team, Output output) {
        List<Finding> findings = Doctor.examine(new ThisMachine(), values.path("out"));
        output.out().print(values.given(Flag.JSON.name()) ? Json.of(new Report(team.host(), findings))
                : text(findings));
        boolean broken = findings.stream().anyMatch(finding -> finding.state() == Finding.State.BROKEN);
        return broken ? ExitCode.UNAVAILABLE : ExitCode.DONE;
    }

    private static String text(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(String.format(Locale.ROOT, "%-8s  %-10s  %s%n",
                    Values.label(finding.state()), finding.subject(), finding.found()));
            if (!finding.fix().isEmpty()) {
                text.append(" ".repeat(22)).append(finding.fix()).append('\n');
            }
        }
        return text.toString();
    }
}
