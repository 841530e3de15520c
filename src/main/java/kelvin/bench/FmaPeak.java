package kelvin.bench;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import kelvin.bank.cpu.Arithmetic;
import kelvin.bank.cuda.CudaDevice;

/** The rate of float32 fused multiply-adds that a device reaches at this moment. */
interface FmaPeak extends AutoCloseable {
    /** Takes some tens of milliseconds. */
    double gigaflops();

    /** Until the next figures are those of compiled code and clocks that do not rise any more. */
    default void warmUp() {
        for (int n = 0; n < 20; n++) {
            gigaflops();
        }
    }

    @Override
    void close();

    /** That of so many threads together. */
    static FmaPeak ofThreads(Arithmetic arithmetic, int threads) {
        // long enough for the scheduler to bring threads that woke on one core to cores of their own
        int rounds = 3_000_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Callable<Double>> work = Collections.nCopies(threads, () -> arithmetic.multiplyAdds(rounds));
        return new FmaPeak() {
            @Override
            public double gigaflops() {
                try {
                    long start = System.nanoTime();
                    double flops = 0;
                    for (Future<Double> done : pool.invokeAll(work)) {
                        flops += done.get();
                    }
                    return flops / (System.nanoTime() - start);
                } catch (InterruptedException | ExecutionException failed) {
                    throw new IllegalStateException(failed);
                }
            }

            @Override
            public void close() {
                pool.shutdownNow();
            }
        };
    }

    /** That of a GPU. */
    static FmaPeak of(CudaDevice gpu) {
        int rounds = 1;
        for (long nanos = 0; nanos < 10_000_000L; rounds *= 2) {
            long start = System.nanoTime();
            gpu.multiplyAdds(rounds);
            nanos = System.nanoTime() - start;
        }
        int enough = rounds;
        return new FmaPeak() {
            @Override
            public double gigaflops() {
                long start = System.nanoTime();
                return gpu.multiplyAdds(enough) / (System.nanoTime() - start);
            }

            @Override
            public void close() {
                // the device is the caller's
            }
        };
    }
}
