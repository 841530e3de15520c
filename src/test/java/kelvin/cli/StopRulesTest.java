package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import kelvin.diagnostics.EffectiveSampleSize;
import kelvin.sampler.Course;
import kelvin.store.RunReader;
import kelvin.tempering.RoundTrips;

class StopRulesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void data() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        Random random = new Random(2);
        for (int i = 0; i < 30; i++) {
            double x = random.nextGaussian();
            text.append(x).append(',').append(Math.tanh(x) + 0.2 * random.nextGaussian()).append('\n');
        }
        Files.writeString(folder.resolve("line.csv"), text);
    }

    @Test
    void aRunEndsOnceThereAreEnoughEffectiveDraws() throws IOException {
        try (RunReader run = run("ess=60", "--thin", "2")) {
            assertTrue(run.iterations() < 20_000 && run.iterations() >= 200, run.iterations() + " iterations");
            assertEquals(run.iterations() / 2, run.draws());
            double[][] chains = {run.drawLogLikelihood(0), run.drawLogLikelihood(1)};
            assertTrue(EffectiveSampleSize.bulk(chains) >= 60 * 0.8);
        }
    }

    @Test
    void aRunEndsOnceThereAreEnoughRoundTrips() throws IOException {
        try (RunReader run = run("round-trips=9")) {
            // looked at after 100, 200, ... iterations, and acted upon an interval of a hundred later
            assertTrue(trips(run, run.iterations() - 100) >= 9, trips(run, run.iterations()) + " trips");
            assertTrue(run.iterations() == 200 || trips(run, run.iterations() - 200) < 9);
        }
    }

    @Test
    void whicheverComesFirst() throws IOException {
        try (RunReader one = run("round-trips=1"); RunReader both = run("ess=100000,round-trips=1")) {
            assertEquals(one.iterations(), both.iterations());
        }
    }

    @Test
    void atTheLatestItEndsWithItsIterations() throws IOException {
        try (RunReader run = run("ess=100000", "--iterations", "300")) {
            assertEquals(300, run.iterations());
        }
    }

    @Test
    void theTimeLimitIsAWishToStop() {
        long[] now = {5};
        Course limit = new TimeLimit(Duration.ofSeconds(2), () -> now[0], Course.STEADY);
        assertEquals(Course.Wish.GO_ON, limit.wish());
        now[0] += 1_999_999_999L;
        assertEquals(Course.Wish.GO_ON, limit.wish());
        now[0]++;
        assertEquals(Course.Wish.STOP, limit.wish());
    }

    @Test
    void whenTheTimeIsUpARunStopsWithACheckpointAndCanGoOn() {
        String out = folder.resolve("limited").toString();
        String[] words = {"sample", "--train", folder.resolve("line.csv").toString(), "--hidden", "2", "--rungs", "4",
            "--iterations", "1000000000", "--time-limit", "1s", "--quiet", "--out", out};
        Runs.Ended ended = Runs.kelvin(words);
        assertEquals(75, ended.exitCode(), ended.toString());
        long before = stoppedAfter(ended);
        Runs.Ended again = Runs.kelvin(Stream.concat(Stream.of(words), Stream.of("--resume")).toArray(String[]::new));
        assertEquals(75, again.exitCode(), again.toString());
        assertTrue(stoppedAfter(again) > before, again + " after " + before);
    }

    private static long stoppedAfter(Runs.Ended ended) {
        Matcher line = Pattern.compile("kelvin: stopped after ([0-9]+) iterations with a checkpoint in .*\n")
                .matcher(ended.err());
        assertTrue(line.matches(), ended.err());
        return Long.parseLong(line.group(1));
    }

    /** Round trips that all ladders together began and completed within the first iterations. */
    private static long trips(RunReader run, long iterations) {
        long trips = 0;
        int rungs = run.header().ladder().rungs();
        for (int m = 0; m < run.header().ladders(); m++) {
            RoundTrips ofLadder = new RoundTrips(rungs);
            int[] cold = run.replica(m, 0);
            int[] hottest = run.replica(m, rungs - 1);
            for (int i = 0; i < iterations; i++) {
                ofLadder.observe(cold[i], hottest[i]);
            }
            trips += ofLadder.completed();
        }
        return trips;
    }

    private RunReader run(String until, String... more) throws IOException {
        Path out = folder.resolve(until + more.length);
        String[] words = {"sample", "--train", folder.resolve("line.csv").toString(), "--hidden", "2", "--activation",
            "tanh", "--rungs", "6", "--ladders", "2", "--leapfrog", "8", "--warmup", "300", "--until", until, "--quiet",
            "--out", out.toString()};
        String[] all = Stream.concat(Arrays.stream(words), Arrays.stream(more))
                .toArray(String[]::new);
        Runs.Ended ended = Runs.kelvin(all);
        assertEquals(0, ended.exitCode(), ended.toString());
        return RunReader.open(out.resolve("run.h5"));
    }
}
