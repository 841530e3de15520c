package kelvin.bank.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import jcuda.driver.JCudaDriver;
import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.Gradient;
import kelvin.bank.Problems;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.random.Purpose;
import kelvin.random.Stream;
import kelvin.tempering.Ladder;
import kelvin.tempering.SwapSchedule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds of the CUDA bank beyond the contract of all banks. */
class KernelsTest {
    private static final Model MODEL = Problems.model(Activation.RELU, new Likelihood.Gaussian(0.7),
            new Prior(Prior.Kind.NORMAL, 0.8), 10, 64, 64, 1);
    private static final int ROWS = 1202;
    private static final GpuModel H100 = new GpuModel("NVIDIA H100 80GB HBM3", 132, 232448, 233472, 8);

    private static CudaDevice device;

    @BeforeAll
    static void open() {
        device = StandIn.device(KernelChoice.FUSED);
    }

    @Test
    void randomNumbersHaveTheHostsBits() {
        int n = 100_003;
        for (long iteration : new long[] {0, 17, (1L << 40) + 3}) {
            float[] expected = new float[n];
            new Stream(-5).at(Purpose.PROPOSAL, 12, iteration).normals(expected, 0, n);
            assertArrayEquals(expected, normals(-5, 12, iteration, n));
        }
        assertFalse(Arrays.equals(normals(-5, 12, 0, n), normals(-6, 12, 0, n)));
    }

    private static float[] normals(long seed, int slot, long iteration, int n) {
        device.use();
        float[] made = new float[n];
        try (DeviceMemory out = new DeviceMemory((long) n * Float.BYTES, "normals")) {
            Kernel kernel = device.kernel("normals");
            kernel.launch(new Kernel.Grid((n + 255) / 256, 256, 0, 1, false), device.job().set("seed", seed)
                    .set("first_rung", slot).set("first_iteration", iteration).set("parameters", n).set("outputs", out));
            device.await();
            out.read(0, made, 0, n);
        }
        return made;
    }

    @Test
    void howManyBlocksWorkOnAReplicaChangesNoBit() {
        // the plan is that of 32 slots; one of them alone on a GPU gets more of its blocks than beside the others
        float[] theta = Problems.parameters(MODEL, 7);
        try (ReplicaBank alone = bank(new SlotBlock(0, 1, 5, 1, 1, 32)); ReplicaBank all = bank(SlotBlock.whole(1, 32))) {
            alone.setParameters(0, theta);
            for (int s = 0; s < 32; s++) {
                all.setParameters(s, theta);
            }
            alone.evaluate();
            all.evaluate();
            String blocks = ".* x (\\d+) blocks";
            assertNotEquals(alone.device().replaceFirst(blocks, "$1"), all.device().replaceFirst(blocks, "$1"));
            for (int s = 0; s < 32; s += 31) {
                assertEquals(alone.logLikelihood(0), all.logLikelihood(s));
                assertArrayEquals(gradient(alone, 0), gradient(all, s));
            }
        }
    }

    private static ReplicaBank bank(SlotBlock block) {
        return device.bank(new BankSettings(MODEL, Problems.data(MODEL, ROWS), 11, block, true, 1));
    }

    private static float[] gradient(ReplicaBank bank, int slot) {
        float[] gradient = new float[MODEL.parameters()];
        bank.logLikelihoodGradient(slot, gradient);
        return gradient;
    }

    @Test
    void chainsAreThoseOfTheCpuToRounding() {
        // nothing in a linear model makes two trajectories part, so equal random numbers keep them together
        double[] gpu = logLikelihoods(device, 11);
        double[] cpu = logLikelihoods(new CpuDevice(), 11);
        double[] other = logLikelihoods(new CpuDevice(), 12);
        assertTrue(distance(gpu, cpu) < 1e-4, "GPU and CPU differ by " + distance(gpu, cpu));
        assertTrue(distance(gpu, other) > 1e-2, "another seed differs by " + distance(gpu, other));
    }

    private static double distance(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i]) / Math.abs(b[i])).max().orElseThrow();
    }

    private static double[] logLikelihoods(Device on, long seed) {
        Model linear = Problems.model(Activation.RELU, new Likelihood.Gaussian(0.7), new Prior(Prior.Kind.NORMAL, 0.8), 3, 1);
        int iterations = 60;
        SlotBlock block = SlotBlock.whole(2, 3);
        try (ReplicaBank bank = on.bank(new BankSettings(linear, Problems.data(linear, 100), seed, block, true, 1))) {
            for (int s = 0; s < block.size(); s++) {
                bank.setParameters(s, Problems.parameters(linear, s));
            }
            bank.evaluate();
            Trace trace = new Trace(block, iterations, 0, linear.parameters());
            double[] steps = new double[block.size()];
            Arrays.fill(steps, 0.05);
            int[] leapfrog = new int[block.size()];
            Arrays.fill(leapfrog, 5);
            bank.advance(new Advance(0, iterations, new Transition.Hmc(0.5), Ladder.geometricToPrior(3, 0.3).coefficients(0, 3),
                    steps, leapfrog, new SwapSchedule(2, 3), Advance.Draws.NONE), trace);
            return trace.logLikelihood.clone();
        }
    }

    @Test
    void replicasFewerThanMultiprocessorsAreSpreadOverClustersAndAHandfulOverTheGrid() {
        CudaPlan one = plan(5000, 1);
        assertEquals(new Spread(1, one.segments(), Spread.Kind.COOPERATIVE), Spread.of(1, one.segments(), 264, H100));
        assertTrue(one.segments() >= 32, "segments for the blocks of a handful of replicas: " + one.segments());
        assertEquals(new Spread(40, 4, Spread.Kind.CLUSTER), Spread.of(40, plan(5000, 40).segments(), 264, H100));
        assertEquals(new Spread(250, 1, Spread.Kind.CLUSTER), Spread.of(250, plan(5000, 250).segments(), 264, H100));
        assertEquals(new Spread(256, 1, Spread.Kind.CLUSTER), Spread.of(1024, plan(5000, 1024).segments(), 264, H100));
    }

    @Test
    void everyNetworkThatMustFitDoes() {
        for (List<Integer> sizes : List.of(List.of(10, 128, 128, 1), List.of(13, 16, 16, 16, 16, 16, 16, 16, 16, 1),
                List.of(10, 64, 64, 1))) {
            for (Activation activation : Activation.values()) {
                CudaPlan plan = CudaPlan.of(new Network(sizes, activation), 1000, 32, H100, Gradient.FP32);
                assertTrue(plan.shared().bytes() <= H100.sharedPerBlock(), sizes + " " + activation);
            }
        }
    }

    private static CudaPlan plan(int rows, int slots) {
        return CudaPlan.of(MODEL.network(), rows, slots, H100, Gradient.FP32);
    }

    @Test
    void aClosedBankHoldsNoMemory() {
        bank(SlotBlock.whole(1, 4)).close();  // loads the kernels, which stay
        long before = free();
        try (ReplicaBank bank = bank(SlotBlock.whole(1, 4))) {
            bank.evaluate();
            assertTrue(free() < before, "an open bank holds memory");
        }
        assertEquals(before, free());
    }

    private static long free() {
        device.use();
        long[] free = new long[1];
        long[] total = new long[1];
        JCudaDriver.cuMemGetInfo(free, total);
        return free[0];
    }

    @Test
    void parametersThatAreNotTheKernelsAreRefused() {
        Struct job = device.job();
        assertThrows(IllegalArgumentException.class, () -> job.set("rowz", 3));
        assertThrows(IllegalArgumentException.class, () -> job.set("rows", 3.0));
        assertThrows(IllegalArgumentException.class, () -> job.set("seed", 3));
        IllegalStateException forgotten = assertThrows(IllegalStateException.class, () -> job.set("rows", 3).requireAll());
        assertTrue(forgotten.getMessage().contains("tiles") && !forgotten.getMessage().contains(" rows,"),
                forgotten.getMessage());
    }
}
