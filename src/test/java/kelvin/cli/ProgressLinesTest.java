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
    void aLogGetsALineAMinuteAndWhereThePhasesBegin() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        AtomicLong seconds = new AtomicLong();
        ProgressLines lines = new ProgressLines(new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> 1_000_000_000L * seconds.get());
        for (int second = 1; second <= 200; second++) {
            seconds.set(second);
            lines.progress(new Progress(100L * second, 20_000, second > 90, new RungStatistics(1, 1), 0, 0));
        }
        assertEquals("""
                warm-up: iteration 500 of 20000 (2%), 100 a second, 0:03:15 left
                warm-up: iteration 6500 of 20000 (32%), 100 a second, 0:02:15 left
                sampling: iteration 9100 of 20000 (45%), 100 a second, 0:01:49 left
                sampling: iteration 15100 of 20000 (75%), 100 a second, 0:00:49 left
                sampling: iteration 20000 of 20000 (100%), 100 a second, 0:00:00 left
                """, err.toString(StandardCharsets.UTF_8));
    }
}
