package kelvin.bench;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import kelvin.bank.cpu.Arithmetic;

/** The rate of float32 fused multiply-adds that so many threads reach together at this moment. */
final class FmaPeak implements AutoCloseable {
    /** Long enough for the scheduler to bring threads that woke on one core to cores of their own. */
    private static final int ROUNDS = 3_000_000;

    private final ExecutorService threads;
    private final List<Callable<Double>> work;

    FmaPeak(Arithmetic arithmetic, int threads) {
        this.threads = Executors.newFixedThreadPool(threads);
        work = Collections.nCopies(threads, () -> arithmetic.multiplyAdds(ROUNDS));
    }

    /** Takes some tens of milliseconds. */
    double gigaflops() {
        try {
            long start = System.nanoTime();
            double flops = 0;
            for (Future<Double> done : threads.invokeAll(work)) {
                flops += done.get();
            }
            return flops / (System.nanoTime() - start);
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
