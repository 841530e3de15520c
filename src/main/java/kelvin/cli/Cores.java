package kelvin.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import kelvin.team.Team;

/** How many cores a rank may use. */
final class Cores {
    private Cores() {
    }

    /**
     * This rank's share: its cores, divided by the number of ranks of its host that may run on the very same ones (all
     * of them where the launcher bound none). Every rank must call this.
     */
    static int share(Team team) {
        byte[] mine = (team.host() + " " + allowed()).getBytes(StandardCharsets.UTF_8);
        List<String> all = team.gather(mine).stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
        byte[] together = team.broadcast(String.join("\n", all).getBytes(StandardCharsets.UTF_8));
        List<String> everyones = new String(together, StandardCharsets.UTF_8).lines().toList();
        long sharers = everyones.stream().filter(everyones.get(team.rank())::equals).count();
        return (int) Math.max(1, Runtime.getRuntime().availableProcessors() / sharers);
    }

    /** The list of processors this process may run on; empty where the system does not tell. */
    private static String allowed() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
