package kelvin.exactness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import kelvin.bank.cpu.CpuDevice;

/**
 * How often the invariance check rejects a right sampler, over thousands of seeds: it must not be more often than it
 * says. Writes its table to target/calibration.md.
 */
@Tag("long")
class CalibrationTest {
    private static final int SEEDS = 1000;
    private static final int REPLICATES = 2000;
    private static final double LEVEL = 0.01;

    @Test
    void aRightSamplerIsRejectedNoMoreOftenThanStated() throws IOException {
        GaussianProblem problem = new GaussianProblem();
        InvarianceCheck check = new InvarianceCheck(problem, REPLICATES);
        List<String> table = new ArrayList<>(List.of("| setting | sampler | seeds | rejected at 1% | 95% interval |",
                "|---|---|---|---|---|"));
        for (Setting setting : Setting.all()) {
            count(table, setting, "plain", check, new PlainReplicates(problem, Fault.NONE));
            count(table, setting, "CPU bank", check, new BankReplicates(problem, new CpuDevice()));
        }
        Files.write(Path.of("target/calibration.md"), table);
    }

    private static void count(List<String> table, Setting setting, String name, InvarianceCheck check,
            Replicates sampler) {
        int rejected = (int) IntStream.range(0, SEEDS)
                .filter(seed -> check.smallest(sampler, setting, 1000L + seed) < LEVEL).count();
        // Bonferroni's bound is conservative, so the rate is at most the level; one-sided, one chance in a thousand.
        double p = 1 - BinomialDistribution.of(SEEDS, LEVEL).cumulativeProbability(rejected - 1);
        table.add(String.format(Locale.ROOT, "| %s | %s | %d | %.4f | %s |", setting, name, SEEDS,
                (double) rejected / SEEDS, interval(rejected)));
        assertTrue(p > 0.001, setting + ", " + name + ": " + rejected + " of " + SEEDS + " rejected at " + LEVEL);
    }

    /** Clopper and Pearson's interval, by inverting the binomial distribution. */
    private static String interval(int rejected) {
        double low = 0;
        double high = 1;
        for (double p = 0; p <= 0.2; p += 1e-4) {
            if (1 - BinomialDistribution.of(SEEDS, p).cumulativeProbability(rejected - 1) < 0.025) {
                low = p;
            }
            if (BinomialDistribution.of(SEEDS, p).cumulativeProbability(rejected) > 0.025) {
                high = p;
            }
        }
        return String.format(Locale.ROOT, "%.4f to %.4f", low, high);
    }
}
