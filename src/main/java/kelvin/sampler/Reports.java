package kelvin.sampler;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import kelvin.team.Team;

/**
 * Brings the reports of all ranks to rank 0. Other ranks send and go on: they fill one report while the one before is
 * on its way, and wait only if rank 0 is a whole interval behind.
 */
final class Reports {
    private static final int REPORT = 4;

    private final Team team;
    private final Report[] mine = new Report[2];
    private final Team.Sending[] onTheWay = new Team.Sending[2];
    private final List<Report> all = new ArrayList<>();
    private int current;
    private int iterations;
    private int draws;
    private ByteBuffer message;

    Reports(Team team, SampleSettings settings, Intervals intervals) {
        this.team = team;
        Layout layout = new Layout(team.size(), settings.ladders(), settings.ladder().rungs());
        int d = settings.model().parameters();
        int buffers = team.rank() == 0 ? 1 : 2;
        for (int i = 0; i < buffers; i++) {
            mine[i] = new Report(layout.block(team.rank()), d, intervals.longest(), intervals.mostDraws());
        }
        if (team.rank() == 0) {
            all.add(mine[0]);
            for (int r = 1; r < team.size(); r++) {
                all.add(new Report(layout.block(r), d, intervals.longest(), intervals.mostDraws()));
            }
        }
    }

    /** This rank's report for the next interval, empty. */
    Report begin(int iterations, int draws) {
        this.iterations = iterations;
        this.draws = draws;
        if (team.rank() > 0) {
            current = 1 - current;
            await(current);
        }
        message = mine[current].begin(iterations, draws);
        return mine[current];
    }

    /** Sends this rank's report; on rank 0 waits for those of all ranks and returns them, elsewhere returns none. */
    List<Report> deliver() {
        if (team.rank() > 0) {
            onTheWay[current] = team.send(0, REPORT, message);
            return List.of();
        }
        for (int r = 1; r < team.size(); r++) {
            team.receive(r, REPORT, all.get(r).begin(iterations, draws));
        }
        return all;
    }

    /** Waits until everything sent has left. */
    void finish() {
        await(0);
        await(1);
    }

    private void await(int i) {
        if (onTheWay[i] != null) {
            onTheWay[i].await();
            onTheWay[i] = null;
        }
    }
}
