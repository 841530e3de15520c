package kelvin.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.model.Activation;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;

/**
 * Measures the two paths of a GPU against each other, for networks with two hidden layers of equal width: where they meet
 * is the width that {@code KernelChoice} has a table of.
 */
public final class KernelBench {
    /** Heads the results' lines. */
    public static final String HEADING = "width   rows replicas    fused ms   cublas ms  fused GFLOP/s cublas GFLOP/s";
    private static final int REPEATS = 15;
    private static final int[] WIDTHS = {32, 48, 64, 80, 96, 112, 128, 160, 192, 256};
    /** Rows and replicas. */
    private static final int[][] SIZES = {{1000, 264}, {5000, 132}, {50000, 8}};

    private final Device fused;
    private final Device cublas;

    /** Of two devices that are one GPU, each with its path. */
    public KernelBench(Device fused, Device cublas) {
        this.fused = fused;
        this.cublas = cublas;
    }

    /** Which GPU it is. */
    public String gpu() {
        return fused.toString();
    }

    /**
     * Times of one gradient of all replicas.
     *
     * @param fusedMilliseconds median; NaN where the network does not fit the path
     * @param cublasMilliseconds median
     */
    public record Result(GradientBench.Setting setting, double fusedMilliseconds, double cublasMilliseconds) {
        /** Units of a hidden layer. */
        public int width() {
            return setting.network().out(0);
        }

        /** Whether the fused path is at least as fast. */
        public boolean fusedWins() {
            return fusedMilliseconds <= cublasMilliseconds;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%5d %6d %8d %11.4f %11.4f %14.0f %14.0f", width(), setting.rows(),
                    setting.replicas(), fusedMilliseconds, cublasMilliseconds, setting.flops() / fusedMilliseconds / 1e6,
                    setting.flops() / cublasMilliseconds / 1e6);
        }
    }

    /** What is measured: every width, for few and many rows. */
    public static List<GradientBench.Setting> standard() {
        List<GradientBench.Setting> settings = new ArrayList<>();
        for (int[] size : SIZES) {
            for (int width : WIDTHS) {
                settings.add(new GradientBench.Setting(GradientBench.Work.GRADIENT,
                        Network.of(Activation.RELU, 16, width, width, 1), new Likelihood.Gaussian(0.1), size[0], size[1], 1));
            }
        }
        return settings;
    }

    /** Measures one setting on both paths. */
    public Result run(GradientBench.Setting setting) {
        return new Result(setting, milliseconds(fused, setting), milliseconds(cublas, setting));
    }

    /** Widest layer for which the fused path won for all sizes, or 0. */
    public static int crossover(List<Result> results) {
        int crossover = 0;
        for (int width : results.stream().mapToInt(Result::width).distinct().sorted().toArray()) {
            if (!results.stream().filter(result -> result.width() == width).allMatch(Result::fusedWins)) {
                break;
            }
            crossover = width;
        }
        return crossover;
    }

    private static double milliseconds(Device device, GradientBench.Setting setting) {
        Model model = new Model(setting.network(), setting.likelihood(), new Prior(Prior.Kind.NORMAL, 1));
        try (ReplicaBank bank = device.bank(new BankSettings(model, GradientBench.data(model, setting.rows()), 1,
                SlotBlock.whole(setting.replicas(), 1), true, 1))) {
            GradientBench.start(bank, model);
            double[] times = new double[REPEATS];
            for (int i = 0; i < REPEATS; i++) {
                long begin = System.nanoTime();
                bank.evaluate();
                times[i] = (System.nanoTime() - begin) / 1e6;
            }
            Arrays.sort(times);
            return times[REPEATS / 2];
        } catch (UnsupportedOperationException e) {
            return Double.NaN;
        }
    }
}
