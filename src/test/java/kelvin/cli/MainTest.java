package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.store.RunReader;

/** The program from end to end in this process, on problems of a second. */
class MainTest {
    @TempDir
    Path folder;

    @Test
    void helpNamesEveryCommandAndOption() {
        String help = Runs.kelvin("--help").out();
        for (String command : new String[] {"sample", "summary", "verify", "bench", "doctor", "report"}) {
            assertTrue(help.contains("\n  " + command), help);
            Runs.Ended ended = Runs.kelvin(command, "--help");
            assertEquals(0, ended.exitCode(), ended.toString());
        }
        String ofSample = Runs.kelvin("sample", "--help").out();
        for (Flag flag : SampleFlags.ALL) {
            assertTrue(ofSample.contains("--" + flag.name()), flag.name());
        }
        assertFalse(ofSample.contains("--no-such-option"));
        assertTrue(Runs.kelvin("--version").out().startsWith("kelvin "));
    }

    @Test
    void aRegressionIsSampledScoredAndSummarised() throws IOException {
        writeLine("train.csv", 60, 1);
        writeLine("test.csv", 40, 2);
        Path out = folder.resolve("run");
        Runs.Ended ended = Runs.kelvin("sample", "--train", file("train.csv"), "--test", file("test.csv"), "--hidden",
                "4", "--activation", "tanh", "--path", "posterior", "--max-temperature", "2", "--rungs", "3",
                "--ladders", "2", "--warmup", "300", "--iterations", "300", "--leapfrog", "10", "--out", out.toString(),
                "--plain-progress");
        assertEquals(0, ended.exitCode(), ended.toString());
        assertTrue(ended.out().startsWith("z, test rows                   standardised   +- rows  +- draws           raw   +- rows  +- draws\nRMSE  "),
                ended.toString());
        assertTrue(ended.err().startsWith("rank 0 on "), ended.toString());
        assertTrue(ended.err().contains("; T = 1.000, 1.414, 2.000; ladders 0 to 1\n"), ended.toString());
        assertTrue(ended.err().contains("\nrung         T"), ended.toString());

        JsonObject summary = JsonParser.parseString(Runs.kelvin("summary", out.toString(), "--json").out())
                .getAsJsonObject();
        assertEquals(2, summary.get("ladders").getAsInt());
        assertEquals(300, summary.get("draws").getAsInt());
        assertEquals(3, summary.getAsJsonArray("rungs").size());
        assertTrue(summary.getAsJsonArray("rungs").get(2).getAsJsonObject().get("swapAcceptance").isJsonNull());
        assertTrue(summary.getAsJsonObject("convergence").has("noise"));
        double raw = summary.getAsJsonObject("scores").getAsJsonObject("z").getAsJsonObject("raw").get("rmse")
                .getAsDouble();
        // a line with noise of 0.5: a fit is near it, and the mean of the targets, at 6, is not
        assertEquals(0.5, raw, 0.3);
        assertTrue(Runs.kelvin("summary", out.toString()).out().contains(ended.out().lines().skip(1).findFirst()
                .orElseThrow()));
        try (RunReader run = RunReader.open(out.resolve("run.h5"))) {
            assertTrue(run.hasPredictive());
            assertEquals("tanh", run.header().options().get("activation"));
        }
    }

    @Test
    void aRunIsReplacedOnlyWhenAsked() throws IOException {
        writeLine("train.csv", 20, 1);
        String[] words = {"sample", "--train", file("train.csv"), "--hidden", "2", "--rungs", "2", "--warmup", "20",
            "--iterations", "20", "--leapfrog", "2", "--quiet", "--out", folder.resolve("run").toString()};
        Runs.Ended first = Runs.kelvin(words);
        assertEquals(0, first.exitCode(), first.toString());
        assertEquals("", first.err());
        byte[] before = Files.readAllBytes(folder.resolve("run/run.h5"));
        assertEquals(74, Runs.kelvin(words).exitCode());
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("run/run.h5")));
        String[] more = Arrays.copyOf(words, words.length + 1);
        more[words.length] = "--overwrite";
        assertEquals(first.out(), Runs.kelvin(more).out());
    }

    @Test
    void aConstantColumnIsWarnedOf() throws IOException {
        Files.writeString(folder.resolve("constant.csv"), "a,b,y\n1,7,3\n2,7,4\n3,7,9\n");
        Runs.Ended ended = Runs.kelvin("sample", "--train", file("constant.csv"), "--dry-run");
        assertEquals("kelvin: warning: " + file("constant.csv") + ": column b is constant, standardised to zero\n",
                ended.err());
        assertEquals(0, ended.exitCode());
        assertFalse(Files.exists(Path.of("kelvin-run")));
    }

    @Test
    void classesArePredictedWithTheirProbabilities() throws IOException {
        StringBuilder text = new StringBuilder("x,label\n");
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            double x = random.nextGaussian();
            text.append(x).append(',').append(x > 0.2 ? 1 : 0).append('\n');
        }
        Files.writeString(folder.resolve("classes.csv"), text);
        Runs.Ended ended = Runs.kelvin("sample", "--train", file("classes.csv"), "--likelihood", "bernoulli", "--hidden",
                "3", "--rungs", "3", "--warmup", "200", "--iterations", "200", "--leapfrog", "8", "--quiet", "--out",
                folder.resolve("run").toString());
        assertEquals(0, ended.exitCode(), ended.toString());
        double accuracy = Double.parseDouble(ended.out().lines().filter(line -> line.startsWith("accuracy")).findFirst()
                .orElseThrow().split(" +")[1]);
        assertTrue(accuracy > 0.9, ended.toString());
        assertTrue(ended.out().contains("row  class  probabilities\n"), ended.toString());
    }

    @Test
    void theOriginalPrintsWhatItsUsersExpectAndThatItIsNotEnough() {
        Runs.Ended ended = Runs.kelvin("sample", "--preset", "original", "--hidden", "8", "--warmup", "100",
                "--iterations", "100", "--quiet", "--out", folder.resolve("run").toString());
        assertEquals(0, ended.exitCode(), ended.toString());
        String number = "-?[0-9]+\\.[0-9]+";
        String list = "\\[" + number + "(, " + number + "){4}\\]\n";
        String pair = "\\[" + number + ", " + number + "\\]";
        String iteration = "  Chain 0 acceptance: 0\\.[0-9]{2}\n  Chain 1 acceptance: 0\\.[0-9]{2}\n";
        String expected = "Parallel Tempering MCMC with 1 rank\n"
                + "Rank 0: Temperature = 1\\.00 \\(cold chain\\)\n"
                + "Rank 0: Temperature = 4\\.00 \\(hot chain\\)\n"
                + "Iteration 100:\n" + iteration + "  Swap attempts: 10, accepted: [0-9]+\n"
                + "Iteration 200:\n" + iteration + "  Swap attempts: 20, accepted: [0-9]+\n"
                + "  Collected 20 posterior samples from cold chain\n"
                + "  Mean prediction uncertainty: " + number + "\n"
                + "Final Results:\n"
                + "  Posterior mean predictions: " + list
                + "  95% credible intervals: \\[" + pair + "(, " + pair + "){4}\\]\n";
        String word = "Not converged: the cold chain's log-posterior is .*\n"
                + "Between T = 1 and T = 4\\.000, 97 parameters make a barrier of 5 .*"
                + "once converged, 2 rungs practically never swap; about 12 would do\\.\n"
                + "Use instead .*\n  kelvin sample --preset original --explorer mams --rungs 12 --iterations 1000\n";
        assertTrue(ended.out().matches(expected + word), ended.toString());
    }

    @Test
    void debugShowsWhereAnErrorCameFrom() {
        assertTrue(Runs.kelvin("verify", "nowhere.h5", "--debug").err().contains("\tat kelvin."));
        assertFalse(Runs.kelvin("verify", "nowhere.h5").err().contains("\tat "));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** z = 3 a - b + 2 with noise of 0.5, a and b uniform over -3 to 3. */
    private void writeLine(String name, int rows, long seed) throws IOException {
        StringBuilder text = new StringBuilder("a,b,z\n");
        Random random = new Random(seed);
        for (int i = 0; i < rows; i++) {
            double a = random.nextDouble(-3, 3);
            double b = random.nextDouble(-3, 3);
            text.append(a).append(',').append(b).append(',').append(3 * a - b + 2 + 0.5 * random.nextGaussian())
                    .append('\n');
        }
        Files.writeString(folder.resolve(name), text);
    }
}
