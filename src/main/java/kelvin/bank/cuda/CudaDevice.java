package kelvin.bank.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.DeviceException;
import kelvin.bank.Gradient;
import kelvin.bank.Predictor;
import kelvin.bank.ReplicaBank;
import kelvin.model.Network;

/** One NVIDIA GPU with the kernels loaded. It stays this process's until its end. */
public final class CudaDevice implements Device {
    private static final int HOPPER = 9;
    /** Blocks of a cluster that every GPU with clusters can have. */
    private static final int PORTABLE_CLUSTER = 8;

    /** Of kernels/multiply_adds.cu: threads of a block, blocks for each multiprocessor, and multiply-adds of a round. */
    private static final int THREADS = 256;
    private static final int BLOCKS_TO_FILL = 8;
    private static final int MULTIPLY_ADDS = 512;
    /** GPUs, by the driver's name, on which tensor gradients were measured to sample faster: none was measured yet. */
    private static final List<String> FASTER_WITH_TENSOR = List.of();

    private final CUcontext context = new CUcontext();
    private final CUdevice device = new CUdevice();
    private final Map<String, Kernel> kernels = new HashMap<>();
    private final List<String> running = new ArrayList<>();
    private final StructLayout job;
    private final StructLayout layer;
    private final GpuModel model;
    private final KernelChoice choice;
    private final String description;

    private CudaDevice(int localRank, KernelChoice choice) {
        this.choice = choice;
        job = StructLayout.of("Job");
        layer = StructLayout.of("Layer");
        Driver.initialise();
        int[] count = new int[1];
        Driver.available(JCudaDriver.cuDeviceGetCount(count), "CUDA devices");
        if (count[0] == 0) {
            throw new DeviceException("the CUDA driver has no device (CUDA_VISIBLE_DEVICES="
                    + System.getenv("CUDA_VISIBLE_DEVICES") + ")");
        }
        int number = localRank % count[0];
        Driver.available(JCudaDriver.cuDeviceGet(device, number), "GPU " + number);
        Driver.available(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "GPU " + number);
        use();
        int major = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
        model = new GpuModel(name(number), attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
                attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR),
                major >= HOPPER ? PORTABLE_CLUSTER : 1);
        description = describe(number, count[0]);
        // the smallest, to know now whether there are images for this GPU
        kernel("swap_round");
    }

    /**
     * The GPU of a rank.
     *
     * @param localRank number among the ranks of its host; ranks take the host's GPUs in turn
     * @param choice which path its banks and predictors take
     * @throws DeviceException if there is none that can be used
     */
    public static CudaDevice open(int localRank, KernelChoice choice) {
        return new CudaDevice(localRank, choice);
    }

    private Kernel load(String name) {
        String file = name + ".fatbin";
        CUmodule module = new CUmodule();
        try (InputStream in = CudaDevice.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new DeviceException("built without CUDA kernels: make build found no nvcc");
            }
            int loaded = JCudaDriver.cuModuleLoadData(module, in.readAllBytes());
            if (loaded == CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU) {
                throw new DeviceException(description + ": no image for its architecture in this build, which has "
                        + "those from 8.0, 9.0 and 10.0 on");
            }
            Driver.available(loaded, description + ": loading kernel " + name);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        return new Kernel(module, name, model.sharedPerBlock(), running);
    }

    private int attribute(int which) {
        int[] value = new int[1];
        Driver.available(JCudaDriver.cuDeviceGetAttribute(value, which, device), "attribute " + which + " of a GPU");
        return value[0];
    }

    private String name(int number) {
        byte[] name = new byte[256];
        Driver.available(JCudaDriver.cuDeviceGetName(name, name.length, device), "name of GPU " + number);
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        return new String(name, 0, length, StandardCharsets.US_ASCII);
    }

    private String describe(int number, int count) {
        String[] address = new String[1];
        Driver.available(JCudaDriver.cuDeviceGetPCIBusId(address, 32, device), "address of GPU " + number);
        long[] bytes = new long[1];
        Driver.available(JCudaDriver.cuDeviceTotalMem(bytes, device), "memory of GPU " + number);
        return "GPU " + number + " of " + count + ", " + model.name() + ", " + (bytes[0] >> 30) + " GiB, PCI " + address[0].strip();
    }

    /** Makes it the device of the calling thread. */
    void use() {
        Driver.available(JCudaDriver.cuCtxSetCurrent(context), "CUDA context");
    }

    /** Waits until all that was launched is done. */
    void await() {
        Driver.done(JCudaDriver.cuCtxSynchronize(), "kernel " + String.join(" or ", running));
        running.clear();
    }

    /** Remembers kernels that a graph launched, for the message if one of them fails. */
    void launched(String kernelsOfGraph) {
        if (!running.contains(kernelsOfGraph)) {
            running.add(kernelsOfGraph);
        }
    }

    /** How a bank will compute, found before anything is allocated, because it may not fit. */
    Function<Struct, Engine> engine(BankSettings settings) {
        Network network = settings.model().network();
        int rows = settings.data().rows();
        int slots = settings.block().totalLadders() * settings.block().totalRungs();
        Gradient gradient = settings.gradients() ? gradient(settings.gradient()) : Gradient.FP32;
        if (gradient == Gradient.TENSOR && choice == KernelChoice.CUBLAS) {
            throw new UnsupportedOperationException("--gradient: tensor, --kernel cublas has none; must be fp32, or --kernel "
                    + "fused");
        }
        if (gradient == Gradient.FP32 && choice.cublas(network, model)) {
            BatchPlan plan = BatchPlan.of(network, settings.model().parameters(), rows, slots, model);
            return job -> new CublasEngine(this, settings, plan, job);
        }
        CudaPlan plan = CudaPlan.of(network, rows, slots, model, gradient);
        return job -> new FusedEngine(this, settings, plan, job);
    }

    /** A kernel by name. */
    Kernel kernel(String name) {
        return kernels.computeIfAbsent(name, this::load);
    }

    /** An empty job. */
    Struct job() {
        return new Struct(job);
    }

    /** How kernels lay out a layer. */
    StructLayout layer() {
        return layer;
    }

    /** What kind of GPU it is. */
    GpuModel model() {
        return model;
    }

    /**
     * Nothing but fused multiply-adds on registers, on all of the GPU: the hardware's limit, for measurements. Returns
     * when they are done.
     *
     * @param rounds how many, of a fixed number each
     * @return floating-point operations done
     */
    public double multiplyAdds(int rounds) {
        use();
        int blocks = model.multiprocessors() * BLOCKS_TO_FILL;
        try (DeviceMemory out = new DeviceMemory((long) blocks * THREADS * Float.BYTES, "results of multiply-adds")) {
            Kernel kernel = kernel("multiply_adds");
            kernel.launch(new Kernel.Grid(blocks, THREADS, 0, 1, false), job().set("outputs", out).set("iterations", rounds));
            await();
        }
        return 2.0 * MULTIPLY_ADDS * rounds * blocks * THREADS;
    }

    @Override
    public Gradient gradient(Gradient asked) {
        boolean faster = FASTER_WITH_TENSOR.stream().anyMatch(description::contains);
        return asked != Gradient.AUTO ? asked : faster ? Gradient.TENSOR : Gradient.FP32;
    }

    /** Whether the driver is the stand-in of Kelvin's tests, which nobody should sample on. */
    public boolean emulated() {
        return description.contains("stand-in for a GPU");
    }

    /** Number, name, memory and PCI address. */
    @Override
    public String toString() {
        return description;
    }

    @Override
    public ReplicaBank bank(BankSettings settings) {
        use();
        return new CudaBank(this, settings);
    }

    @Override
    public Predictor predictor(Network network, double[] x, int threads) {
        use();
        return choice.cublas(network, model) ? new CublasPredictor(this, network, x)
                : new CudaPredictor(this, network, x);
    }
}
