package kelvin.bank.cpu;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import kelvin.model.Activation;
import kelvin.random.Purpose;

/**
 * The inner loops of the CPU bank, one by one, on one thread: a layer of equal width in and out over 512 rows, and a
 * million multiply-adds as the limit. A layer's forward pass, its way back and its weights' gradient each take
 * width^2 * 512 multiply-adds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC", "-XX:-UseFPUForSpilling",
    "-XX:ObjectAlignmentInBytes=64", "-XX:CompileCommand=quiet",
    "-XX:CompileCommand=dontinline,kelvin.bank.cpu.vector.Elementwise::*",
    "-XX:CompileCommand=dontinline,kelvin.bank.cpu.vector.Activations::*"}) // as in bin/kelvin
public class InnerLoops {
    private static final int ROWS = 512;
    private static final int STRIDE = ROWS + 16;
    private static final int AT = Arithmetic.ALIGNED;
    private static final int NUMBERS = 4096;

    private final Arithmetic arithmetic = Arithmetics.best();

    /** Units of the layer and of the one before it. */
    @Param({"16", "64", "256"})
    private int width;

    private LinearMap map;
    private float[] theta;
    private float[] in;
    private float[] out;
    private float[] gradient;
    private float[] scratch;

    /** Standard normals everywhere, and the constant unit. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        map = LinearMap.layer(0, width, width);
        theta = normals(random, (width + 1) * width);
        in = normals(random, AT + (width + 1) * STRIDE);
        out = normals(random, AT + (width + 1) * STRIDE);
        Arrays.fill(in, AT + width * STRIDE, in.length, 1);
        gradient = new float[theta.length];
        scratch = new float[Math.max(NUMBERS + 64, AT + 4 * width * Arithmetic.LANES)];
    }

    private static float[] normals(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** The layer with relu. */
    @Benchmark
    public float[] layer() {
        for (int r = 0; r < ROWS; r += Arithmetic.ROW_TILE) {
            arithmetic.layer(Activation.RELU, theta, map, in, AT + r, STRIDE, out, AT + r, STRIDE, out);
        }
        return out;
    }

    /** The layer with tanh: the difference to relu is the price of width * 512 of them. */
    @Benchmark
    public float[] tanhLayer() {
        for (int r = 0; r < ROWS; r += Arithmetic.ROW_TILE) {
            arithmetic.layer(Activation.TANH, theta, map, in, AT + r, STRIDE, out, AT + r, STRIDE, out);
        }
        return out;
    }

    /** Its way back, with relu. */
    @Benchmark
    public float[] backLayer() {
        LinearMap back = map.transposed();
        for (int r = 0; r < ROWS; r += Arithmetic.ROW_TILE) {
            arithmetic.backLayer(Activation.RELU, theta, back, in, AT + r, STRIDE, out, AT + r, STRIDE, out, scratch);
        }
        return out;
    }

    /** Its weights' gradient. */
    @Benchmark
    public float[] weightGradient() {
        arithmetic.weightGradient(in, AT, width + 1, out, AT, width, STRIDE, ROWS, gradient, 0, false, scratch);
        return gradient;
    }

    /** 4096 standard normals. */
    @Benchmark
    public float[] normals() {
        arithmetic.normals(1, Purpose.PROPOSAL, 0, 0, scratch, NUMBERS);
        return scratch;
    }

    /** 4096 exponentials, of exponentials as long as they last. */
    @Benchmark
    public float[] exponentials() {
        arithmetic.exponentials(scratch, 0, NUMBERS);
        return scratch;
    }

    /** The limit: ten chains of 62,500 vectors of 16 (or the same work in narrower ones at their rate). */
    @Benchmark
    public double multiplyAdds() {
        return arithmetic.multiplyAdds(62_500);
    }
}
