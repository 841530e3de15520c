package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run, of numbers and of classes, as a file. */
class ReportCommandTest {
    private static final List<String> COMMON = List.of("ladder", "barrier", "swaps", "acceptance", "step-size", "ways",
            "replicas", "traces", "ranks", "r-hat", "ess", "path", "evidence", "time");

    @TempDir
    Path folder;

    @Test
    void aRegressionWithOneInputHasAllItsPlots() throws Exception {
        StringBuilder text = new StringBuilder("x & y,<z>\n");
        Random random = new Random(4);
        for (int i = 0; i < 30; i++) {
            double x = random.nextGaussian();
            text.append(x).append(',').append(2 * x + random.nextGaussian()).append('\n');
        }
        String page = page(text, "--rungs", "3", "--ladders", "2");
        TreeSet<String> expected = new TreeSet<>(COMMON);
        expected.addAll(List.of("band", "calibration", "intervals", "truth"));
        assertEquals(expected, figures(page));
        assertTrue(page.contains("Predictive intervals of &lt;z&gt;"), "names of columns are escaped");
        assertFalse(page.contains("<z>"));
    }

    @Test
    void classesHaveTheirReliability() throws Exception {
        StringBuilder text = new StringBuilder("a,label\n");
        Random random = new Random(5);
        for (int i = 0; i < 30; i++) {
            double a = random.nextGaussian();
            text.append(a).append(',').append(a + random.nextGaussian() > 0 ? 1 : 0).append('\n');
        }
        TreeSet<String> expected = new TreeSet<>(COMMON);
        expected.add("reliability");
        assertEquals(expected, figures(page(text, "--rungs", "3", "--likelihood", "bernoulli")));
    }

    @Test
    void oneRungHasNoLadderToShow() throws Exception {
        StringBuilder text = new StringBuilder("a,b,y\n");
        Random random = new Random(6);
        for (int i = 0; i < 20; i++) {
            text.append(random.nextGaussian()).append(",1,").append(random.nextGaussian()).append('\n');
        }
        assertEquals(new TreeSet<>(List.of("acceptance", "step-size", "traces", "ranks", "r-hat", "ess", "calibration",
                "intervals", "truth", "time")), figures(page(text, "--rungs", "1")));
    }

    @Test
    void whatIsNotARunIsRefused() {
        Runs.Ended ended = Runs.kelvin("report", folder.resolve("nowhere").toString());
        assertEquals(66, ended.exitCode(), ended.toString());
    }

    /** Samples, reports, and checks what holds for every page and its pictures. */
    private String page(CharSequence data, String... more) throws Exception {
        Files.writeString(folder.resolve("data.csv"), data);
        String out = folder.resolve("run").toString();
        Runs.Ended sampled = Runs.kelvin(Stream.concat(Stream.of("sample", "--train", folder.resolve("data.csv").toString(),
                "--hidden", "3", "--warmup", "30", "--iterations", "60", "--leapfrog", "3", "--quiet", "--out",
                out), Stream.of(more)).toArray(String[]::new));
        assertEquals(0, sampled.exitCode(), sampled.toString());
        Runs.Ended ended = Runs.kelvin("report", out);
        assertEquals(0, ended.exitCode(), ended.toString());
        assertEquals(folder.resolve("run/report.html") + "\n", ended.out());
        String page = Files.readString(folder.resolve("run/report.html"), StandardCharsets.UTF_8);
        assertTrue(page.contains("class=\"verdict "), "a verdict");
        assertFalse(Pattern.compile("(src|href)=\"(?!#)").matcher(page).find(), "nothing is fetched");
        assertFalse(page.contains("<script"));
        TreeSet<String> ids = new TreeSet<>();
        Pattern.compile("\\bid=\"([^\"]+)\"").matcher(page).results().forEach(match ->
                assertTrue(ids.add(match.group(1)), match.group(1) + " is there twice"));
        for (String name : figures(page)) {
            byte[] svg = Files.readAllBytes(folder.resolve("run/report/" + name + ".svg"));
            assertEquals("svg", DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(
                    withoutDoctype(svg))).getDocumentElement().getTagName());
            assertNotNull(ImageIO.read(folder.resolve("run/report/" + name + ".png").toFile()), name);
        }
        return page;
    }

    /** The document type is on a server. */
    private static byte[] withoutDoctype(byte[] svg) {
        return new String(svg, StandardCharsets.UTF_8).replaceFirst("<!DOCTYPE[^>]*>", "").getBytes(StandardCharsets.UTF_8);
    }

    private static TreeSet<String> figures(String page) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        Pattern.compile("<figure id=\"([^\"]+)\">").matcher(page).results().map(MatchResult::group)
                .forEach(tag -> names.add(tag.replaceAll("<figure id=\"|\">", "")));
        return names;
    }
}
