package kelvin.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import kelvin.bank.SlotBlock;
import kelvin.sampler.Layout;
import kelvin.sampler.SampleSettings;
import kelvin.team.Team;

/**
 * Where the ranks are and what they hold.
 *
 * @param ranks in order; on rank 0 all of them, elsewhere none
 * @param settings of the run
 */
record RankTable(List<Rank> ranks, SampleSettings settings) {
    private static final int MOST_TEMPERATURES = 8;

    /** One rank: its host, its device in words, its slots. */
    record Rank(String host, String device, SlotBlock block) {
    }

    /** Collects the table; every rank must call this. */
    static RankTable gather(Team team, String device, SampleSettings settings) {
        String mine = team.host() + "\n" + device;
        List<byte[]> all = team.gather(mine.getBytes(StandardCharsets.UTF_8));
        Layout layout = new Layout(team.size(), settings.ladders(), settings.ladder().rungs());
        List<Rank> ranks = new ArrayList<>();
        for (byte[] one : all) {
            String[] lines = new String(one, StandardCharsets.UTF_8).split("\n", 2);
            ranks.add(new Rank(lines[0], lines[1], layout.block(ranks.size())));
        }
        return new RankTable(ranks, settings);
    }

    /** A line for each rank. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < ranks.size(); r++) {
            Rank rank = ranks.get(r);
            text.append("rank ").append(r).append(" on ").append(rank.host()).append(": ").append(rank.device())
                    .append("; T = ").append(temperatures(rank.block()));
            if (settings.ladders() > 1) {
                text.append("; ladders ").append(rank.block().firstLadder()).append(" to ")
                        .append(rank.block().firstLadder() + rank.block().ladders() - 1);
            }
            text.append("\n");
        }
        return text.toString();
    }

    /** What users of the original expect to see at the start. */
    String originalText() {
        StringBuilder text = new StringBuilder("Parallel Tempering MCMC with " + ranks.size()
                + (ranks.size() == 1 ? " rank\n" : " ranks\n"));
        for (int r = 0; r < ranks.size(); r++) {
            SlotBlock block = ranks.get(r).block();
            for (int rung = block.firstRung(); rung < block.firstRung() + block.rungs(); rung++) {
                text.append(String.format(Locale.ROOT, "Rank %d: Temperature = %.2f%s%n", r,
                        settings.ladder().temperatures().get(rung), end(rung)));
            }
        }
        return text.toString();
    }

    private String end(int rung) {
        return rung == 0 ? " (cold chain)" : rung == settings.ladder().rungs() - 1 ? " (hot chain)" : "";
    }

    private String temperatures(SlotBlock block) {
        List<String> all = settings.ladder().temperatures()
                .subList(block.firstRung(), block.firstRung() + block.rungs()).stream().map(RungTable::temperature)
                .collect(Collectors.toCollection(ArrayList::new));
        if (all.size() > MOST_TEMPERATURES) {
            int left = all.size() - 3;
            all.subList(2, all.size() - 1).clear();
            all.add(2, "... (" + left + " more)");
        }
        return String.join(", ", all);
    }
}
