package kelvin.team;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What every rank of {@link MpiTeamTest}'s jobs runs. */
final class TeamProgram {
    private TeamProgram() {
    }

    public static void main(String[] args) {
        try (MpiTeam team = MpiTeam.join()) {
            if (args.length > 0 && team.rank() == 1) {
                team.abort(Integer.parseInt(args[0]));
            }
            talk(team);
        }
    }

    private static void talk(Team team) {
        int next = (team.rank() + 1) % team.size();
        int tag = 7;
        // Around the ring: to the next rank, from the one before.
        Team.Sending sending = team.send(next, tag, number(team.rank()));
        ByteBuffer got = number(-1);
        team.receive((team.rank() + team.size() - 1) % team.size(), tag, got);
        sending.await();
        // Between neighbours, both ways at once, position and limit respected.
        int peer = team.rank() ^ 1;
        ByteBuffer both = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder()).position(4).limit(8);
        if (peer < team.size()) {
            team.exchange(peer, tag, number(10 * team.rank()), both);
        }
        ByteBuffer shared = ByteBuffer.allocateDirect(4 * team.size()).order(ByteOrder.nativeOrder());
        team.share(number(100 + team.rank()), shared).await();
        String mine = shared.getInt(4 * next) + ":" + team.rank() + ":" + got.getInt(0) + ":" + both.getInt(4) + ":" + both.getInt(0)
                + "x".repeat(team.rank());
        List<byte[]> all = team.gather(mine.getBytes(StandardCharsets.UTF_8));
        StringBuilder told = new StringBuilder();
        all.forEach(part -> told.append(new String(part, StandardCharsets.UTF_8)).append(' '));
        byte[] common = team.broadcast(told.toString().getBytes(StandardCharsets.UTF_8));
        if (team.rank() == team.size() - 1) {
            System.out.println("last rank was told " + new String(common, StandardCharsets.UTF_8));
        }
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).putInt(0, value);
    }
}
