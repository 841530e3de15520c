package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.ReferenceDensity;
import kelvin.store.RunReader;

/** Numbers at the ends of what there is, in rows and in options: a right answer, or one line that says what to change. */
class ExtremesTest {
    @TempDir
    Path folder;

    @Test
    void rowsNear1e30AndNearItsInverseAreTheSameProblem() throws IOException {
        // powers of two change no bit of a standardised value
        float[] draws = draws(run(rows(1)));
        assertArrayEquals(draws, draws(run(rows(0x1p100))));
        assertArrayEquals(draws, draws(run(rows(0x1p-100))));
        assertFalse(Arrays.equals(draws, draws(run(rows(1.5).replaceFirst("\n[^\n]*", "")))), "another problem");
    }

    @Test
    void rowsSoSmallThatTheirSquaresVanishAreRefused() throws IOException {
        refused(65, ": standard deviation of column a: 0.0, must be above 0 and finite: rescale its values", rows(0x1p-1066));
    }

    /** Of which the float32 copies that a bank computes with are denormal, or infinite. */
    @Test
    void rowsBeyondFloat32AreTheSameProblemOrRefusedWhereTheyAreNotScaled() throws IOException {
        float[] draws = draws(run(rows(1)));
        assertArrayEquals(draws, draws(run(rows(0x1p-135))));
        assertArrayEquals(draws, draws(run(rows(0x1p135))));
        assertEquals(0, run(rows(0x1p-135), "--no-standardize").exitCode());
        Runs.Ended beyond = run(rows(0x1p135), "--no-standardize");
        assertEquals(65, beyond.exitCode(), beyond.toString());
        assertEquals("kelvin: " + folder.resolve("rows.csv") + ": column a: 1.31e+41, must be at most 3.40e+38 in size, as "
                + "float32 is: rescale it, or leave out --no-standardize\n", beyond.err());
    }

    @Test
    void identicalRowsAreToldAndSampled() throws IOException {
        Runs.Ended ended = run("a,b,y\n" + "1,2,3\n".repeat(20));
        assertEquals(0, ended.exitCode(), ended.toString());
        for (String column : List.of("a", "b", "y")) {
            assertTrue(ended.err().contains("column " + column + " is constant, standardised to zero"), ended.toString());
        }
    }

    @Test
    void oneRowAndOneColumnAreRefused() throws IOException {
        refused(65, ": one row below the header, must be at least 2", "a,y\n1,2\n");
        refused(65, " header: one column, y, must be at least two, separated by comma, semicolon or tab", "y\n1\n2\n");
    }

    @Test
    void aNarrowPriorRules() throws IOException {
        float[] draws = draws(run(rows(1), "--prior-scale", "1e-3", "--prior", "normal"));
        double squares = 0;
        for (float value : draws) {
            squares += value * value;
        }
        double scale = Math.sqrt(squares / draws.length);
        assertTrue(scale > 0.8e-3 && scale < 1.2e-3, "scale of the draws: " + scale);
    }

    @Test
    void wideAndSharpAreSampledAndBeyondThemIsTold() throws IOException {
        assertEquals(0, run(rows(1), "--prior-scale", "1e3").exitCode());
        assertEquals(0, errorOfDensities(own -> own), 1e-5);
        assertEquals(0, run(rows(1), "--noise", "1e-4").exitCode());
        assertEquals(0, errorOfDensities(own -> own), 1e-5);
        assertTrue(errorOfDensities(own -> new Likelihood.Gaussian(1.01e-4)) > 1e-3, "another noise");
        Runs.Ended wide = run(rows(1), "--prior-scale", "1e30");
        assertTrue(wide.err().contains("not finite"), wide.toString());
        Runs.Ended beyond = run(rows(1), "--prior-scale", "1e30", "--init", "prior");
        assertEquals(70, beyond.exitCode(), beyond.toString());
        assertTrue(beyond.err().contains("must be finite (try a smaller --prior-scale or --init fan-in)"),
                beyond.toString());
    }

    /** The largest relative error of the run's log-likelihoods and log-priors at its draws, against the double reference. */
    private double errorOfDensities(UnaryOperator<Likelihood> likelihood) throws IOException {
        try (RunReader run = RunReader.open(folder.resolve("run/run.h5"))) {
            Model model = run.header().model();
            ReferenceDensity reference = new ReferenceDensity(new Model(model.network(),
                    likelihood.apply(model.likelihood()), model.prior()),
                    run.header().train());
            float[] draw = new float[model.parameters()];
            double worst = 0;
            for (int s = 0; s < run.draws(); s++) {
                run.draws(0, s, 1, draw);
                double[] theta = IntStream.range(0, draw.length).mapToDouble(i -> draw[i]).toArray();
                worst = Math.max(worst, Math.max(
                        Math.abs(run.drawLogLikelihood(0)[s] / reference.logLikelihood(theta) - 1),
                        Math.abs(run.drawLogPrior(0)[s] / reference.logPrior(theta) - 1)));
            }
            return worst;
        }
    }

    private static String rows(double scale) {
        Random random = new Random(4);
        StringBuilder text = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 20; i++) {
            int a = random.nextInt(16) - 8;
            int b = random.nextInt(16) - 8;
            text.append(a * scale).append(',').append(b * scale).append(',')
                    .append((a - 2 * b + random.nextInt(3)) * scale).append('\n');
        }
        return text.toString();
    }

    private void refused(int exitCode, String message, String rows) throws IOException {
        Runs.Ended ended = run(rows);
        assertEquals(exitCode, ended.exitCode(), ended.toString());
        assertEquals("kelvin: " + folder.resolve("rows.csv") + message + "\n", ended.err());
    }

    private Runs.Ended run(String rows, String... more) throws IOException {
        Files.writeString(folder.resolve("rows.csv"), rows);
        List<String> words = new ArrayList<>(List.of("sample", "--train", folder.resolve("rows.csv").toString(), "--hidden",
                "4", "--rungs", "3", "--leapfrog", "3", "--warmup", "100", "--iterations", "200", "--plain-progress",
                "--threads", "1", "--device", "cpu", "--overwrite", "--out", folder.resolve("run").toString()));
        words.addAll(List.of(more));
        return Runs.kelvin(words.toArray(String[]::new));
    }

    private float[] draws(Runs.Ended ended) throws IOException {
        assertEquals(0, ended.exitCode(), ended.toString());
        try (RunReader run = RunReader.open(folder.resolve("run/run.h5"))) {
            float[] draws = new float[run.draws() * run.header().model().network().parameters()];
            float[] all = new float[run.draws() * run.header().model().parameters()];
            run.draws(0, 0, run.draws(), all);
            int d = run.header().model().parameters();
            int weights = run.header().model().network().parameters();
            for (int s = 0; s < run.draws(); s++) {
                System.arraycopy(all, s * d, draws, s * weights, weights);
            }
            return draws;
        }
    }
}
