package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import ch.systemsx.cisd.hdf5.HDF5Factory;
import ch.systemsx.cisd.hdf5.IHDF5Reader;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.team.ThreadTeam;

/** New rows predicted with runs of a regression and of a classification. */
class PredictCommandTest {
    private static final int NEW_ROWS = 2100;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void sample() throws IOException {
        Random random = new Random(1);
        StringBuilder train = new StringBuilder("u,kind,v,y,class\n");
        for (int i = 0; i < 80; i++) {
            train.append(row(random, true)).append('\n');
        }
        Files.writeString(folder.resolve("train.csv"), train.toString());
        // other order, a column more, and more rows than a block has
        StringBuilder fresh = new StringBuilder("y,remark,v,class,kind,u\n");
        for (int i = 0; i < NEW_ROWS; i++) {
            String[] cells = row(random, true).split(",");
            fresh.append(String.join(",", cells[3], "x", cells[2], cells[4], cells[1], cells[0])).append('\n');
        }
        Files.writeString(folder.resolve("new.csv"), fresh.toString());
        for (int seed = 1; seed <= 2; seed++) {
            run("sample --train DIR/train.csv --target y --missing mean --hidden 4 --activation tanh --rungs 1 "
                    + "--warmup 200 --iterations 200 --thin 4 --leapfrog 10 --quiet --seed " + seed + " --out DIR/y" + seed);
        }
        run("sample --train DIR/train.csv --target class --likelihood categorical --hidden 4 --rungs 1 --warmup 200 "
                + "--iterations 100 --leapfrog 10 --quiet --out DIR/class");
    }

    /** u, kind, v, y = u + 3 for kind b, class a where v is above 0. */
    private static String row(Random random, boolean whole) {
        double u = random.nextGaussian();
        double v = random.nextGaussian();
        boolean b = random.nextBoolean();
        return u + "," + (b ? "b" : "a") + "," + v + "," + (u + (b ? 3 : 0) + 0.1 * random.nextGaussian()) + ","
                + (v > 0 ? "above" : "below");
    }

    @Test
    void columnsAreFoundByNameAndPredictionsAreInRawUnits() throws IOException {
        String out = run("predict DIR/y1 --data DIR/new.csv --out DIR/y1.csv --threads 2");
        assertTrue(out.startsWith(NEW_ROWS + " rows predicted with 50 draws of "), out);
        List<String> lines = Files.readAllLines(folder.resolve("y1.csv"));
        assertEquals("y_mean,y_sd,y_epistemic_sd,y_aleatoric_sd,y_low,y_high", lines.get(0));
        assertEquals(NEW_ROWS + 1, lines.size());
        List<String> rows = Files.readAllLines(folder.resolve("new.csv"));
        double squares = 0;
        int covered = 0;
        for (int i = 1; i <= NEW_ROWS; i++) {
            double y = Double.parseDouble(rows.get(i).split(",")[0]);
            double[] one = Arrays.stream(lines.get(i).split(",")).mapToDouble(Double::parseDouble).toArray();
            squares += (y - one[0]) * (y - one[0]) / NEW_ROWS;
            covered += one[4] <= y && y <= one[5] ? 1 : 0;
            assertEquals(one[1], Math.hypot(one[2], one[3]), 1e-12);
        }
        JsonObject raw = report("predict DIR/y1 --data DIR/new.csv --json").getAsJsonObject("scores")
                .getAsJsonObject("y").getAsJsonObject("raw");
        assertEquals(Math.sqrt(squares), raw.get("rmse").getAsDouble(), 1e-9);
        assertEquals((double) covered / NEW_ROWS, raw.get("coverage95").getAsDouble(), 1e-9);
        Runs.Ended ended = Runs.kelvin("predict", folder.resolve("y1").toString(), "--data", folder.resolve("new.csv").toString());
        assertTrue(ended.err().contains("not looked at, since the run has no such column: remark\n"), ended.toString());
        assertTrue(raw.get("rmse").getAsDouble() < 0.5, "the texts of column kind must be taken into account");
    }

    @Test
    void ranksChangeNoBit() throws IOException {
        String words = "predict DIR/y1 DIR/y2 --data DIR/new.csv --json --threads 1 --out DIR/ranks";
        List<String> reports = new ArrayList<>();
        for (int ranks = 1; ranks <= 3; ranks++) {
            String[] all = (words + ranks + ".csv").replace("DIR", folder.toString()).split(" ");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            List<ExitCode> codes = ThreadTeam.run(ranks, null, team -> new Main(new Output(
                    new PrintStream(team.rank() == 0 ? out : new ByteArrayOutputStream()), System.err), false)
                    .run(List.of(all), team));
            assertEquals(Collections.nCopies(ranks, ExitCode.DONE), codes);
            reports.add(out.toString().replaceAll("ranks\\d", "ranks"));
            assertEquals(-1, Files.mismatch(folder.resolve("ranks1.csv"), folder.resolve("ranks" + ranks + ".csv")));
        }
        assertEquals(reports.get(0), reports.get(1));
        assertEquals(reports.get(0), reports.get(2));
    }

    @Test
    void hdf5HasTheNumbersOfTheCsvFile() throws IOException {
        run("predict DIR/y1 --data DIR/new.csv --out DIR/twin.csv --level 0.5");
        run("predict DIR/y1 --data DIR/new.csv --out DIR/twin.h5 --level 0.5");
        List<String> lines = Files.readAllLines(folder.resolve("twin.csv"));
        try (IHDF5Reader reader = HDF5Factory.openForReading(folder.resolve("twin.h5").toFile())) {
            double[] low = lines.stream().skip(1).mapToDouble(line -> Double.parseDouble(line.split(",")[4])).toArray();
            assertArrayEquals(low, reader.float64().readArray("y_low"));
        }
    }

    @Test
    void intervalsHaveTheLevelThatIsAskedFor() throws IOException {
        run("predict DIR/y1 --data DIR/new.csv --out DIR/half.csv --level 0.5");
        run("predict DIR/y1 --data DIR/new.csv --out DIR/most.csv");
        List<String> rows = Files.readAllLines(folder.resolve("new.csv"));
        List<String> half = Files.readAllLines(folder.resolve("half.csv"));
        List<String> most = Files.readAllLines(folder.resolve("most.csv"));
        int covered = 0;
        for (int i = 1; i <= NEW_ROWS; i++) {
            double y = Double.parseDouble(rows.get(i).split(",")[0]);
            double[] narrow = Arrays.stream(half.get(i).split(",")).mapToDouble(Double::parseDouble).toArray();
            double[] wide = Arrays.stream(most.get(i).split(",")).mapToDouble(Double::parseDouble).toArray();
            covered += narrow[4] <= y && y <= narrow[5] ? 1 : 0;
            assertTrue(wide[4] < narrow[4] && narrow[5] < wide[5]);
        }
        JsonObject raw = report("predict DIR/y1 --data DIR/new.csv --json").getAsJsonObject("scores")
                .getAsJsonObject("y").getAsJsonObject("raw");
        assertEquals((double) covered / NEW_ROWS, raw.get("coverage50").getAsDouble(), 1e-9);
    }

    @Test
    void severalRunsPredictTogetherAndMissingInputsAreFilled() throws IOException {
        Files.writeString(folder.resolve("gaps.csv"), "u,v,kind,class\n1,,a,above\n,0,,above\n");
        run("predict DIR/y1 DIR/y2 --data DIR/gaps.csv --out DIR/both.csv");
        run("predict DIR/y1 --data DIR/gaps.csv --out DIR/first.csv");
        run("predict DIR/y2 --data DIR/gaps.csv --out DIR/second.csv");
        for (int line = 1; line <= 2; line++) {
            assertEquals((first("first.csv", line) + first("second.csv", line)) / 2, first("both.csv", line), 1e-9);
        }
    }

    @Test
    void classesHaveTheirNamesAndProbabilities() throws IOException {
        String out = run("predict DIR/class --data DIR/new.csv --out DIR/class.csv");
        assertTrue(out.contains("Brier score") && out.contains("accuracy"), out);
        List<String> lines = Files.readAllLines(folder.resolve("class.csv"));
        assertEquals("class,class=above,class=below", lines.get(0));
        List<String> rows = Files.readAllLines(folder.resolve("new.csv"));
        int right = 0;
        for (int i = 1; i <= NEW_ROWS; i++) {
            String[] cells = lines.get(i).split(",");
            double above = Double.parseDouble(cells[1]);
            assertEquals(1, above + Double.parseDouble(cells[2]), 1e-6);
            assertEquals(above >= 0.5 ? "above" : "below", cells[0]);
            right += rows.get(i).split(",")[3].equals(cells[0]) ? 1 : 0;
        }
        JsonObject scores = report("predict DIR/class --data DIR/new.csv --json").getAsJsonObject("scores")
                .getAsJsonObject("class").getAsJsonObject("scores");
        assertEquals((double) right / NEW_ROWS, scores.get("accuracy").getAsDouble(), 1e-12);
        assertTrue(right > 0.9 * NEW_ROWS);
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        Files.writeString(folder.resolve("short.csv"), "u,y\n1,2\n");
        assertEquals("kelvin: DIR/short.csv: no input column kind, v, class; its columns are u, y\n",
                failure(65, "predict DIR/y1 --data DIR/short.csv"));
        Files.writeString(folder.resolve("gap.csv"), "u,v,kind,y\n1,,a,2\n");
        assertEquals("kelvin: missing values in the rows to predict: 1 in column v, must be none for a run that was not "
                + "sampled with --missing drop or mean\n", failure(65, "predict DIR/class --data DIR/gap.csv"));
        assertTrue(failure(65, "predict DIR/y1 DIR/class --data DIR/new.csv").contains(": another model than "));
        assertEquals("kelvin: DIR/y1/run.h5: the same draws as DIR/y1/run.h5, must be a run with another --seed\n",
                failure(65, "predict DIR/y1 DIR/y1 --data DIR/new.csv"));
        Files.writeString(folder.resolve("kept.csv"), "");
        assertEquals("kelvin: DIR/kept.csv: is there already, must be another name, or --overwrite\n",
                failure(74, "predict DIR/y1 --data DIR/new.csv --out DIR/kept.csv"));
    }

    private static double first(String file, int line) throws IOException {
        return Double.parseDouble(Files.readAllLines(folder.resolve(file)).get(line).split(",")[0]);
    }

    private static JsonObject report(String words) {
        return JsonParser.parseString(run(words)).getAsJsonObject();
    }

    private static String run(String words) {
        Runs.Ended ended = Runs.kelvin(words.replace("DIR", folder.toString()).split(" "));
        assertEquals(0, ended.exitCode(), ended.toString());
        return ended.out();
    }

    private static String failure(int code, String words) {
        Runs.Ended ended = Runs.kelvin(words.replace("DIR", folder.toString()).split(" "));
        assertEquals(code, ended.exitCode(), ended.toString());
        return ended.err().replace(folder.toString(), "DIR");
    }
}
