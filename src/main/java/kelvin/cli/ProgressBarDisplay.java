package kelvin.cli;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal with rate and time left. */
final class ProgressBarDisplay implements ProgressDisplay {
    private static final int WIDTH = 79;

    private final ProgressBar bar;

    ProgressBarDisplay(PrintStream err, long iterations) {
        bar = new ProgressBarBuilder().setTaskName("kelvin").setInitialMax(iterations)
                .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH)).showSpeed().setSpeedUnit(ChronoUnit.SECONDS)
                .build();
    }

    @Override
    public void progress(Progress progress) {
        bar.setExtraMessage(progress.sampling() ? " sampling" : " warm-up");
        bar.stepTo(progress.iteration());
    }

    @Override
    public void close() {
        bar.close();
    }
}
