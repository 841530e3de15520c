package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import kelvin.model.ReferenceDensity;
import kelvin.store.RunReader;

/** Every model from the command line to the run file and back. */
class ModelsTest {
    private static final int ROWS = 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "--target y,z", "--target y,z --likelihood heteroscedastic --prior hierarchical",
        "--target y,z --likelihood student-t --noise 0.3 --degrees 2.5",
        "--target y,z --likelihood student-t --degrees 5 --prior hierarchical --prior-scale 0.5 --init fan-in",
        "--target n,m --likelihood poisson --prior normal-fan-in", "--target b --likelihood bernoulli --prior laplace",
        "--target c --likelihood categorical --prior hierarchical"})
    void drawsInTheFileHaveTheEnergiesThatTheFileSays(String options) throws IOException {
        Files.writeString(folder.resolve("train.csv"), table());
        Path out = folder.resolve("run");
        String[] words = ("sample --train " + folder.resolve("train.csv") + " --hidden 4 --activation tanh --rungs 4 "
                + "--ladder geometric --warmup 60 --iterations 20 --leapfrog 5 --quiet --out " + out + " " + options)
                .split(" ");
        Runs.Ended ended = Runs.kelvin(words);
        assertEquals(0, ended.exitCode(), ended.toString());
        try (RunReader run = RunReader.open(out.resolve("run.h5"))) {
            ReferenceDensity density = new ReferenceDensity(run.header().model(), run.header().train());
            int d = run.header().model().parameters();
            float[] theta = new float[20 * d];
            run.draws(0, 0, 20, theta);
            boolean moved = false;
            for (int i = 0; i < 20; i++) {
                double[] draw = new double[d];
                int from = i * d;
                Arrays.setAll(draw, p -> theta[from + p]);
                double likelihood = density.logLikelihood(draw);
                // the terms of rows and targets are float32 numbers, which may cancel
                assertEquals(likelihood, run.drawLogLikelihood(0)[i], Math.max(2 * ROWS * 1e-6, 1e-5 * Math.abs(likelihood)));
                assertEquals(density.logPrior(draw), run.drawLogPrior(0)[i], 1e-5 * Math.abs(density.logPrior(draw)));
                moved |= i > 0 && theta[from + d - 1] != theta[from - 1];
            }
            assertTrue(moved, "the last parameter never moved");
        }
        assertTrue(Runs.kelvin("summary", out.toString()).out().contains("+-"));
    }

    private static String table() {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("u,v,y,z,n,m,b,c\n");
        for (int row = 0; row < ROWS; row++) {
            double u = random.nextGaussian();
            double v = random.nextGaussian();
            text.append(u).append(',').append(v).append(',').append(u + 0.1 * random.nextGaussian()).append(',')
                    .append(u * v).append(',').append(random.nextInt(5)).append(',').append(random.nextInt(40))
                    .append(',').append(u > 0 ? 1 : 0).append(',').append(random.nextInt(3)).append('\n');
        }
        return text.toString();
    }
}
