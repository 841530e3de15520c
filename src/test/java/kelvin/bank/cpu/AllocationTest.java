package kelvin.bank.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Problems;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.model.Activation;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Prior;
import kelvin.tempering.Coefficients;
import kelvin.tempering.SwapSchedule;

/** Vectors that the compiler fails to keep in registers become objects, and slow: so nothing may be allocated. */
class AllocationTest {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Arguments> cases() {
        return Stream.of(Arguments.of(Activation.RELU, new Likelihood.GaussianLearned(0, 1), new Transition.Hmc(0.5)),
                Arguments.of(Activation.TANH, new Likelihood.Heteroscedastic(), new Transition.RandomWalk()),
                Arguments.of(Activation.SILU, new Likelihood.Heteroscedastic(), new Transition.Mams(0.5)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void compiledIterationsAllocateNothing(Activation activation, Likelihood likelihood, Transition transition) {
        Arithmetic arithmetic = Arithmetics.best();
        Assumptions.assumeFalse(arithmetic instanceof ScalarArithmetic, "no vector code in this virtual machine");
        Model model = Problems.model(activation, likelihood, new Prior(Prior.Kind.NORMAL, 1), 5, 18, 6, 2);
        SlotBlock block = SlotBlock.whole(1, 2);
        try (ReplicaBank bank = new CpuDevice(arithmetic).bank(new BankSettings(model, Problems.data(model, 200), 1,
                block, true, 1))) {
            bank.evaluate();
            int iterations = 300;
            Trace trace = new Trace(block, iterations, iterations, model.parameters());
            Advance plan = new Advance(0, iterations, transition,
                    List.of(new Coefficients(1, 1), new Coefficients(0.7, 1)), new double[] {1e-3, 1e-3},
                    new int[] {3, 4}, new SwapSchedule(2, 2), new Advance.Draws(0, 2));
            // compilation goes on beside the first calls; a boxed vector in any of 1800 gradients would be megabytes
            long least = Long.MAX_VALUE;
            for (int call = 0; call < 100 && least > 2 * iterations; call++) {
                long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                bank.advance(plan, trace);
                least = Math.min(least, threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
            }
            assertTrue(least <= 2 * iterations, least + " bytes in " + iterations + " iterations");
        }
    }

    @Test
    void theCounterSeesAnAllocation() {
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        float[] vector = new float[256];
        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(bytes >= 4L * vector.length, bytes + " bytes");
    }
}
