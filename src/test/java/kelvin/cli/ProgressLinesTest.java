package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import kelvin.sampler.RungStatistics;
import kelvin.sampler.SampleListener.Progress;

class ProgressLinesTest {
    @Test
    void linesComeEveryFewSecondsAndAtTheEnd() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        AtomicLong seconds = new AtomicLong();
        ProgressLines lines = new ProgressLines(new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> 1_000_000_000L * seconds.get());
        for (int second = 1; second <= 12; second++) {
            seconds.set(second);
            lines.progress(new Progress(100L * second, 1200, second > 6, new RungStatistics(1, 1)));
        }
        assertEquals("""
                warm-up: iteration 500 of 1200 (41%), 100 a second, 0:00:07 left
                sampling: iteration 1000 of 1200 (83%), 100 a second, 0:00:02 left
                sampling: iteration 1200 of 1200 (100%), 100 a second, 0:00:00 left
                """, err.toString(StandardCharsets.UTF_8));
    }
}
