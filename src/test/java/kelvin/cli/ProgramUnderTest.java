package kelvin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import kelvin.bank.Device;
import kelvin.sampler.Checkpoints;
import kelvin.sampler.Course;
import kelvin.sampler.Pilot;
import kelvin.sampler.Pulse;
import kelvin.sampler.SampleListener;
import kelvin.sampler.SampleSettings;
import kelvin.sampler.Sampler;
import kelvin.store.RunFile;
import kelvin.store.RunReader;
import kelvin.team.SoloTeam;
import kelvin.team.Team;

/** Samples the rows of a file, as users do or on a device of one's own. */
interface ProgramUnderTest {
    /**
     * Samples.
     *
     * @param options of {@code kelvin sample}, for one ladder
     * @param folder where files may go
     * @return the cold draws [draws][d]
     */
    List<float[]> sample(List<String> options, Path folder) throws IOException;

    /** The whole program, from its command line to its run file. */
    static List<float[]> whole(List<String> options, Path folder) throws IOException {
        Path out = folder.resolve("run");
        Runs.Ended ended = Runs.kelvin(Stream.of(List.of("sample"), options, List.of("--out", out.toString()))
                .flatMap(List::stream).toArray(String[]::new));
        if (ended.exitCode() != 0) {
            throw new IllegalStateException(ended.toString());
        }
        try (RunReader run = RunReader.openOwn(out.resolve(RunFile.NAME))) {
            float[] theta = new float[run.draws() * run.header().model().parameters()];
            run.draws(0, 0, run.draws(), theta);
            return rows(theta, run.draws());
        }
    }

    /** The same options, data, pilot and sampler on another device. */
    static ProgramUnderTest on(Device device) {
        return (options, folder) -> {
            Team team = new SoloTeam();
            SampleOptions parsed = SampleOptions.of(new Arguments(new SampleCommand()).parse(options), 1, 1);
            Problem problem = Problem.of(parsed, team);
            SampleSettings settings = parsed.settings(problem.train(), problem.model());
            List<float[]> starts = List.of();
            if (parsed.ladder().number() == LadderOptions.Number.PILOT) {
                Pilot pilot = Pilot.run(settings, team, device, Pulse.NONE);
                settings = pilot.settings();
                starts = pilot.starts();
            }
            List<float[]> draws = new ArrayList<>();
            try (Sampler sampler = new Sampler(settings, team, device, starts)) {
                sampler.run(block -> draws.addAll(rows(block.theta(), block.draws())), SampleListener.NONE,
                        Course.STEADY, Checkpoints.NONE, Pulse.NONE);
            }
            return draws;
        };
    }

    private static List<float[]> rows(float[] theta, int draws) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < draws; i++) {
            rows.add(Arrays.copyOfRange(theta, i * (theta.length / draws), (i + 1) * (theta.length / draws)));
        }
        return rows;
    }
}
