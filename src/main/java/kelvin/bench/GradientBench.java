package kelvin.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.Gradient;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.bank.cpu.Arithmetic;
import kelvin.bank.cpu.CpuDevice;
import kelvin.bank.cuda.CudaDevice;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.tempering.Coefficients;
import kelvin.tempering.SwapSchedule;

/** Measures a bank against its device's peak of fused multiply-adds in float32, taken in turn with it. */
public final class GradientBench {
    private static final int REPEATS = 31;
    private static final int LEAST_REPEATS = 5;
    /** Of one setting, after which no more than {@link #LEAST_REPEATS} are taken. */
    private static final long NANOSECONDS = 2_500_000_000L;

    private static final Likelihood GAUSSIAN = new Likelihood.Gaussian(0.1);
    /** Multiply-adds of the double reference that errors are taken against: a second's worth. */
    private static final double REFERENCE_WORK = 3e8;

    private final Device device;
    private final Gradient gradient;
    private final String description;
    private final IntFunction<FmaPeak> peaks;
    /** Which take longer than what is timed, and are the same for every number of replicas. */
    private final Map<Problem, Errors> errors = new HashMap<>();

    private record Problem(Model model, int rows) {
    }

    private GradientBench(Device device, Gradient gradient, String description, IntFunction<FmaPeak> peaks) {
        this.device = device;
        this.gradient = gradient;
        this.description = description;
        this.peaks = peaks;
    }

    /** On the processor, by the given code. */
    public static GradientBench on(Arithmetic arithmetic) {
        return new GradientBench(new CpuDevice(arithmetic), Gradient.FP32, arithmetic.description(),
                threads -> FmaPeak.ofThreads(arithmetic, threads));
    }

    /** On a GPU, whose gradients are computed in the given way. */
    public static GradientBench on(CudaDevice gpu, Gradient gradient) {
        return new GradientBench(gpu, gradient, gpu + ", gradients " + gpu.gradient(gradient).name().toLowerCase(Locale.ROOT)
                + "; its peak is what a kernel of nothing but multiply-adds in float32 reaches", threads -> FmaPeak.of(gpu));
    }

    /** What is timed. */
    public enum Work {
        /** Log-likelihood and its gradient. */
        GRADIENT,
        /** Log-likelihood alone. */
        VALUE,
        /** An HMC trajectory of 32 leapfrog steps, everything included. */
        TRAJECTORY,
        /** A random-walk iteration, everything included. */
        RANDOM_WALK
    }

    /**
     * One measurement.
     *
     * @param rows number of data rows
     * @param replicas number of parameter vectors
     * @param threads of the processor
     */
    public record Setting(Work work, Network network, Likelihood likelihood, int rows, int replicas, int threads) {
        /** Floating-point operations of matrix products alone: two per weight and row, three times that backwards. */
        double flops() {
            double weights = 0;
            for (int l = 0; l < network.layers(); l++) {
                weights += (double) network.in(l) * network.out(l);
            }
            double value = 2 * weights * rows * replicas;
            // the first layer's inputs need no gradient: 27,520 per row for 10-64-64-1
            double gradient = 3 * value - 2.0 * network.in(0) * network.out(0) * rows * replicas;
            return switch (work) {
                case GRADIENT -> gradient;
                case TRAJECTORY -> 32 * gradient;
                case VALUE, RANDOM_WALK -> value;
            };
        }

        /** Widths joined by hyphens. */
        String shape() {
            return network.sizes().stream().map(String::valueOf).collect(Collectors.joining("-"));
        }
    }

    /**
     * A result.
     *
     * @param milliseconds median time of the work for all replicas
     * @param gigaflops median rate
     * @param peakGigaflops highest peak of as many threads, measured in turn with the work: a lower one is no limit,
     *        but threads that shared a core
     * @param percentOfPeak the median rate over that peak
     * @param error relative, at draws as wide as the prior, against the double reference: of the log-likelihood's gradient
     *        where the work has gradients, else of the log-likelihood; over fewer rows where the network is large
     * @param scratchKiB scratch memory of each of the processor's threads for one pass over a chunk of rows
     */
    public record Result(Setting setting, double milliseconds, double gigaflops, double peakGigaflops,
            double percentOfPeak, double error, long scratchKiB) {
        @Override
        public String toString() {
            return String.format("%-11s %-18s %6d rows %4d replicas %2d threads"
                            + " %9.3f ms %7.1f of %6.1f GFLOP/s %5.1f%%  error %.0e%s",
                    setting.work().name().toLowerCase(Locale.ROOT).replace('_', '-'), setting.shape(),
                    setting.rows(), setting.replicas(), setting.threads(), milliseconds, gigaflops, peakGigaflops,
                    percentOfPeak, error, scratchKiB > 0 ? String.format("  scratch %4d KiB", scratchKiB) : "");
        }
    }

    /** Some works on some networks, all with as many rows. */
    public static List<Setting> of(Set<Work> works, List<Network> networks, int rows, List<Integer> replicas, int threads) {
        List<Setting> settings = new ArrayList<>();
        for (Network network : networks) {
            for (Work work : works) {
                for (int count : replicas) {
                    settings.add(new Setting(work, network, GAUSSIAN, rows, count, threads));
                }
            }
        }
        return settings;
    }

    /** The other networks, rows and replicas for which targets were set. */
    public static List<Setting> others(Set<Work> works, int threads) {
        List<Setting> settings = new ArrayList<>();
        for (Work work : List.of(Work.GRADIENT, Work.TRAJECTORY)) {
            if (!works.contains(work)) {
                continue;
            }
            for (int replicas : new int[] {10, 64}) {
                settings.add(new Setting(work, Network.of(Activation.RELU, 5, 16, 16, 16, 16, 2),
                        new Likelihood.Heteroscedastic(), 1202, replicas, threads));
            }
            int[][] others = {{300, 33, 50, 2}, {300, 13, 100, 1}, {5000, 10, 128, 128, 1}, {2000, 64, 256, 256, 10}};
            for (int[] other : others) {
                Network network = Network.of(Activation.RELU, Arrays.copyOfRange(other, 1, other.length));
                settings.add(new Setting(work, network, GAUSSIAN, other[0], work == Work.GRADIENT ? 8 : 2, threads));
            }
        }
        return settings;
    }

    /** What is measured, in words. */
    public String description() {
        return description;
    }

    /** Measures one setting; takes two to four seconds, longer if a repeat of the work takes more than half a second. */
    public Result run(Setting setting) {
        Model model = new Model(setting.network(), setting.likelihood(), new Prior(Prior.Kind.NORMAL, 1));
        SlotBlock block = SlotBlock.whole(setting.replicas(), 1);
        boolean gradients = setting.work() == Work.GRADIENT || setting.work() == Work.TRAJECTORY;
        Errors errors = this.errors.computeIfAbsent(new Problem(model, setting.rows()), problem -> Verification.errors(model,
                data(model, rowsOfReference(model, setting.rows())), device, gradient, setting.threads()));
        try (FmaPeak peak = peaks.apply(setting.threads());
                ReplicaBank bank = device.bank(new BankSettings(model, data(model, setting.rows()), 1, block, gradients,
                        gradient, setting.threads()))) {
            start(bank, model);
            Runnable work = work(bank, setting.work(), block, model.parameters());
            int repeats = warmUp(work, peak);
            double[] rates = new double[REPEATS];
            double highest = 0;
            long start = System.nanoTime();
            int taken = 0;
            while (taken < REPEATS && (taken < LEAST_REPEATS || System.nanoTime() - start < NANOSECONDS)) {
                highest = Math.max(highest, peak.gigaflops());
                long begin = System.nanoTime();
                for (int n = 0; n < repeats; n++) {
                    work.run();
                }
                rates[taken++] = repeats * setting.flops() / (System.nanoTime() - begin);
            }
            double rate = median(Arrays.copyOf(rates, taken));
            return new Result(setting, setting.flops() / rate / 1e6, rate, highest, 100 * rate / highest,
                    gradients ? errors.gradLogLikelihood() : errors.logLikelihood(),
                    device instanceof CpuDevice ? CpuDevice.scratchBytes(setting.network(), setting.rows()) / 1024 : 0);
        }
    }

    private static int rowsOfReference(Model model, int rows) {
        return (int) Math.max(1, Math.min(rows, REFERENCE_WORK / model.parameters()));
    }

    private static Runnable work(ReplicaBank bank, Work work, SlotBlock block, int parameters) {
        if (work == Work.GRADIENT || work == Work.VALUE) {
            return bank::evaluate;
        }
        Transition transition = work == Work.TRAJECTORY ? new Transition.Hmc(0) : new Transition.RandomWalk();
        double[] steps = new double[block.size()];
        Arrays.fill(steps, 1e-4);
        int[] leapfrogSteps = new int[block.size()];
        Arrays.fill(leapfrogSteps, 32);
        Trace trace = new Trace(block, 1, 0, parameters);
        Advance plan = new Advance(0, 1, transition, List.of(new Coefficients(1, 1)), steps, leapfrogSteps,
                new SwapSchedule(1, 1), Advance.Draws.NONE);
        return () -> bank.advance(plan, trace);
    }

    /** Until compiled code has run for a while; returns how many repeats take about 20 ms. */
    private static int warmUp(Runnable work, FmaPeak peak) {
        long begin = System.nanoTime();
        long least = Long.MAX_VALUE;
        for (int n = 0; n < 2 || System.nanoTime() - begin < 1_000_000_000L; n++) {
            long once = System.nanoTime();
            work.run();
            least = Math.min(least, System.nanoTime() - once);
        }
        peak.warmUp();
        return (int) Math.max(1, 20_000_000L / least);
    }

    static void start(ReplicaBank bank, Model model) {
        Random random = new Random(2);
        float[] theta = new float[model.parameters()];
        for (int s = 0; s < bank.settings().block().size(); s++) {
            for (int i = 0; i < theta.length; i++) {
                theta[i] = (float) (0.2 * random.nextGaussian());
            }
            bank.setParameters(s, theta);
        }
        bank.evaluate();
    }

    static DataSet data(Model model, int rows) {
        Random random = new Random(1);
        int inputs = model.network().inputs();
        int targets = model.likelihood() instanceof Likelihood.Heteroscedastic ? model.network().outputs() / 2
                : model.network().outputs();
        return new DataSet(names("x", inputs), names("y", targets),
                random.doubles((long) rows * inputs, -1, 1).toArray(),
                random.doubles((long) rows * targets, -1, 1).toArray());
    }

    private static List<String> names(String stem, int n) {
        return IntStream.range(0, n).mapToObj(i -> stem + i).toList();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
