package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    @TempDir
    Path folder;

    @Test
    void theModelThatTheDataSpeakForComesFirst() throws IOException {
        write("line.csv", 1);
        run("wide", "line.csv", "6");
        run("right", "line.csv", "1");
        Runs.Ended ended = Runs.kelvin("compare", file("wide"), file("right"), "--json");
        assertEquals(0, ended.exitCode(), ended.toString());
        JsonObject comparison = JsonParser.parseString(ended.out()).getAsJsonObject();
        assertEquals("[\"prior-scale\"]", comparison.getAsJsonArray("differing").toString());
        JsonArray models = comparison.getAsJsonArray("models");
        assertEquals(file("right"), models.get(0).getAsJsonObject().get("run").getAsString());
        assertEquals(0, models.get(0).getAsJsonObject().get("logBayesFactor").getAsDouble());
        JsonObject wide = models.get(1).getAsJsonObject();
        assertEquals("6", wide.getAsJsonObject("options").get("prior-scale").getAsString());
        double difference = wide.get("logEvidence").getAsDouble()
                - models.get(0).getAsJsonObject().get("logEvidence").getAsDouble();
        assertEquals(difference, wide.get("logBayesFactor").getAsDouble());
        // four parameters, each with a prior that is six times as wide: somewhat less than 4 log 6 = 7.2
        assertEquals(-6, difference, 3);
        assertTrue(wide.get("logBayesFactorError").getAsDouble() > 0);

        String text = Runs.kelvin("compare", file("wide"), file("right")).out();
        assertTrue(text.lines().findFirst().orElseThrow().matches("run +prior-scale +log evidence .*"), text);
        assertTrue(text.indexOf(file("right")) < text.indexOf(file("wide")), text);

        assertEquals(text, Runs.kelvin("compare", file("wide"), file("right"), "--out", file("page")).out());
        String page = Files.readString(folder.resolve("page/models.html"));
        assertTrue(page.contains("<figure id=\"bayes-factors\">") && page.contains("<figure id=\"scores\">"), page);
        assertEquals(2, page.split("class=\"verdict ", -1).length - 1, "a verdict on each run");
        assertTrue(page.indexOf("<h2>" + file("right")) < page.indexOf("<h2>" + file("wide")), "the best first");
        for (String plot : new String[] {"bayes-factors", "scores"}) {
            assertTrue(Files.size(folder.resolve("page/models/" + plot + ".png")) > 0);
            assertTrue(Files.readString(folder.resolve("page/models/" + plot + ".svg")).contains("<svg"));
        }
    }

    @Test
    void otherDataAreRefused() throws IOException {
        write("line.csv", 1);
        write("other.csv", 2);
        run("one", "line.csv", "1");
        run("two", "other.csv", "1");
        Runs.Ended ended = Runs.kelvin("compare", file("one"), file("two"));
        assertEquals(65, ended.exitCode());
        assertTrue(ended.err().matches("kelvin: .*two: data with checksum [0-9a-f]+, must be that of .*one, [0-9a-f]+: "
                + "models can be compared on the same rows only\n"), ended.err());
        assertEquals("", ended.out());
    }

    private void run(String name, String train, String scale) {
        Runs.Ended ended = Runs.kelvin("sample", "--train", file(train), "--quiet",
                "--hidden", "1", "--activation", "tanh", "--noise", "0.3", "--prior-scale", scale, "--rungs", "10",
                "--warmup", "400", "--iterations", "600", "--leapfrog", "10", "--out", file(name));
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, long seed) throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            double x = random.nextGaussian();
            text.append(x).append(',').append(Math.tanh(x) + 0.2 * random.nextGaussian()).append('\n');
        }
        Files.writeString(folder.resolve(name), text);
    }
}
