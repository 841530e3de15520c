package kelvin.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

class PartialTeamTest {
    @Test
    void theFirstRanksTalkWhileOthersStandBy() {
        List<String> heard = ThreadTeam.run(4, null, team -> {
            if (team.rank() == 3) {
                assertThrows(IllegalArgumentException.class, () -> new PartialTeam(team, 3));
                return "nothing";
            }
            Team part = new PartialTeam(team, 3);
            assertEquals(3, part.size());
            StringBuilder all = new StringBuilder();
            for (byte[] one : part.gather(("x".repeat(part.rank()) + part.rank()).getBytes(StandardCharsets.UTF_8))) {
                all.append(new String(one, StandardCharsets.UTF_8)).append(' ');
            }
            byte[] common = part.broadcast(part.rank() == 0 ? all.toString().getBytes(StandardCharsets.UTF_8) : null);
            assertEquals(0, part.broadcast(new byte[0]).length);
            ByteBuffer shared = ByteBuffer.allocateDirect(6);
            part.share(ByteBuffer.allocateDirect(2).put(0, (byte) part.rank()).put(1, (byte) 7), shared).await();
            assertEquals(ByteBuffer.wrap(new byte[] {0, 7, 1, 7, 2, 7}), shared);
            return new String(common, StandardCharsets.UTF_8);
        });
        assertEquals(List.of("0 x1 xx2 ", "0 x1 xx2 ", "0 x1 xx2 ", "nothing"), heard);
    }
}
