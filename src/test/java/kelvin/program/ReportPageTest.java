package kelvin.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import kelvin.support.Processes;

/** The pages of report and compare in a real browser: nothing is fetched, nothing fails, every plot is drawn where it is seen. */
@Tag("long")
@Timeout(600)
class ReportPageTest {
    private static final String BROWSER = System.getenv().getOrDefault("BROWSER", "chromium");
    /** Appended to a copy of a page: says of every plot how large it is on the screen, and of errors what they are. */
    private static final String PROBE = """
            <script>
              const said = [];
              window.addEventListener('error', event => said.push('error ' + event.message), true);
              window.addEventListener('load', () => {
                for (const figure of document.querySelectorAll('figure')) {
                  const svg = figure.querySelector('svg');
                  const screen = svg.getBoundingClientRect();
                  const drawn = svg.getBBox();
                  said.push(['plot', figure.id, screen.width, screen.height, drawn.width, drawn.height,
                      svg.querySelectorAll('text').length].join(' '));
                }
                const verdict = document.querySelector('.verdict').getBoundingClientRect();
                said.push('verdict ' + verdict.top + ' ' + verdict.bottom);
                said.push('width ' + document.documentElement.scrollWidth + ' of ' + window.innerWidth);
                const words = document.createElement('pre');
                words.id = 'probe';
                words.textContent = said.join('\\n');
                document.body.append(words);
              });
            </script>
            """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void sample() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            double x = 2 * random.nextGaussian();
            text.append(x).append(',').append(Math.sin(x) + 0.2 * random.nextGaussian()).append('\n');
        }
        Files.writeString(folder.resolve("data.csv"), text);
        for (String hidden : List.of("4", "8")) {
            run("sample", "--train", folder.resolve("data.csv").toString(), "--hidden", hidden, "--activation", "tanh",
                    "--rungs", "6", "--ladders", "2", "--leapfrog", "8", "--warmup", "300", "--iterations", "400", "--quiet",
                    "--out", folder.resolve(hidden).toString());
        }
        run("report", folder.resolve("4").toString());
        run("compare", folder.resolve("4").toString(), folder.resolve("8").toString(), "--out", folder.toString());
    }

    @Test
    void theReportLoadsWithAllItsPlotsAndFetchesNothing() throws Exception {
        List<String> said = look(folder.resolve("4/report.html"));
        assertEquals(18, said.stream().filter(line -> line.startsWith("plot ")).count(), said.toString());
    }

    @Test
    void thePageOfModelsLoadsWithItsPlotsAndFetchesNothing() throws Exception {
        List<String> said = look(folder.resolve("models.html"));
        assertEquals(2, said.stream().filter(line -> line.startsWith("plot ")).count(), said.toString());
    }

    @Test
    void aPageWithAFaultIsNoticed() throws Exception {
        String page = Files.readString(folder.resolve("models.html"));
        Path bad = Files.writeString(folder.resolve("bad.html"), page.replace("<h1>", "<img src=\"missing.png\"><h1>"));
        assertTrue(probe(bad).stream().anyMatch(line -> line.startsWith("error ")), "a picture that is not there");
        Path fetching = Files.writeString(folder.resolve("fetching.html"), page.replace("<h1>",
                "<img src=\"http://example.org/a.png\"><h1>"));
        assertFalse(requests(fetching).isEmpty(), "a picture from elsewhere");
    }

    @Test
    void thePageIsMadeForPaperToo() throws IOException {
        Path pdf = folder.resolve("report.pdf");
        browse("--no-pdf-header-footer", "--print-to-pdf=" + pdf, folder.resolve("4/report.html").toUri().toString());
        String bytes = Files.readString(pdf, StandardCharsets.ISO_8859_1);
        long pages = Pattern.compile("/Type\\s*/Page\\b").matcher(bytes).results().count();
        // two plots side by side, three pairs a page, and the numbers
        assertTrue(pages >= 3 && pages <= 6, pages + " pages");
    }

    /** Looks at a page and checks what holds for all of them; returns what the probe said. */
    private static List<String> look(Path page) throws IOException {
        List<String> said = probe(page);
        assertTrue(said.stream().noneMatch(line -> line.startsWith("error ")), said.toString());
        for (String line : said) {
            String[] words = line.split(" ");
            if (words[0].equals("plot")) {
                assertTrue(Double.parseDouble(words[2]) > 300 && Double.parseDouble(words[3]) > 150, "size of " + line);
                assertTrue(Double.parseDouble(words[4]) > 300 && Double.parseDouble(words[5]) > 150, "drawn part of " + line);
                assertTrue(Integer.parseInt(words[6]) > 4, "labels of " + line);
            } else if (words[0].equals("verdict")) {
                assertTrue(Double.parseDouble(words[1]) < 200, "the verdict stands on top: " + line);
            } else if (words[0].equals("width")) {
                assertTrue(Double.parseDouble(words[1]) <= Double.parseDouble(words[3]), "nothing sticks out: " + line);
            }
        }
        assertEquals(List.of(), requests(page));
        Path picture = folder.resolve("page.png");
        browse("--screenshot=" + picture, "--window-size=1280,2400", page.toUri().toString());
        BufferedImage image = ImageIO.read(picture.toFile());
        assertEquals(1280, image.getWidth());
        long coloured = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                coloured += Math.abs((rgb >> 16 & 255) - (rgb & 255)) > 60 ? 1 : 0;
            }
        }
        assertTrue(coloured > 2000, coloured + " coloured pixels");
        return said;
    }

    private static List<String> probe(Path page) throws IOException {
        Path copy = folder.resolve("probed.html");
        // before all else, so that it hears of everything
        Files.writeString(copy, Files.readString(page).replace("<head>", "<head>" + PROBE));
        String dom = browse("--window-size=1280,2400", "--virtual-time-budget=5000", "--dump-dom", copy.toUri().toString())
                .out();
        int start = dom.indexOf("<pre id=\"probe\">");
        assertTrue(start > 0, "the page was loaded: " + dom.substring(0, Math.min(500, dom.length())));
        return dom.substring(start + "<pre id=\"probe\">".length(), dom.indexOf("</pre>", start)).lines().toList();
    }

    /** What it asks of a network, by the browser's own log; what the browser asks for by itself is not the page's. */
    private static List<String> requests(Path page) throws IOException {
        Path log = folder.resolve("net.json");
        browse("--log-net-log=" + log, "--virtual-time-budget=5000", "--dump-dom", page.toUri().toString());
        List<String> urls = new ArrayList<>();
        Pattern.compile("\"network_isolation_key\":\"file:.*?\"url\":\"([^\"]+)\"").matcher(Files.readString(log)).results()
                .map(match -> match.group(1)).filter(url -> !url.startsWith("file:")).forEach(urls::add);
        return urls;
    }

    private static Processes.Ended browse(String... words) {
        List<String> command = new ArrayList<>(List.of(BROWSER, "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(words));
        Processes.Ended ended = Processes.run(Map.of(), command);
        assertEquals(0, ended.exitCode(), ended.toString());
        return ended;
    }

    private static void run(String... words) {
        List<String> command = new ArrayList<>(List.of("bin/kelvin"));
        command.addAll(List.of(words));
        Processes.Ended ended = Processes.run(Map.of(), command);
        assertEquals(0, ended.exitCode(), ended.toString());
    }
}
