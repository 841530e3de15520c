package kelvin.bank.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Gradient;
import kelvin.bank.ReplicaBank;
import kelvin.bank.Trace;
import kelvin.bank.cpu.CpuDevice;
import kelvin.explorer.Init;
import kelvin.explorer.InitialState;
import kelvin.support.Processes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the gradient's accuracy costs in acceptance: trajectories of 30 steps from the same states with the same momenta,
 * differing in the gradient alone. The table goes to target/acceptance.md.
 */
@Tag("long")
class AcceptanceTest {
    private static final int ROUNDS = 40;
    private static final int ITERATIONS_OF_ROUND = 15;
    private static final double WANTED = 0.75;

    @TempDir
    Path folder;

    @Test
    void tensorGradientsAreAcceptedAsOftenAsFloat32AndPlainBfloat16IsNot() throws IOException {
        StandIn.assume();
        Path states = folder.resolve("states");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(states))) {
            equilibrium(out);
        }
        double[] float32 = acceptances(states, Gradient.FP32, Map.of());
        double[] tensor = acceptances(states, Gradient.TENSOR, Map.of());
        double[] plain = acceptances(states, Gradient.TENSOR, Map.of("KELVIN_STANDIN_BF16", "1"));
        Files.writeString(Path.of("target/acceptance.md"), String.format(Locale.ROOT, """
                | gradient | mean acceptance | standard error | difference from float32, paired | standard error |
                |---|---|---|---|---|
                %s%s%s
                %d trajectories of %d steps, %s, %d rows, noise %.1f, from states and with momenta that are the same for all;
                the kernels on the stand-in for a GPU, which emulates tensor cores with the truncation of V100 and A100.
                """, line("float32", float32, float32), line("tensor: three bfloat16 products", tensor, float32),
                line("one bfloat16 product (not a choice)", plain, float32), float32.length, AcceptanceArm.STEPS,
                AcceptanceArm.MODEL.network().sizes(), AcceptanceArm.ROWS, AcceptanceArm.NOISE));
        double[] lost = difference(float32, tensor);
        assertTrue(Math.abs(mean(lost)) < Math.max(3 * error(lost), 0.002), mean(lost) + " +- " + error(lost));
        double[] lostByPlain = difference(float32, plain);
        assertTrue(mean(lostByPlain) > 5 * error(lostByPlain) && mean(lostByPlain) > 0.05, mean(lostByPlain) + " +- "
                + error(lostByPlain));
    }

    /** Writes the step size and states of the posterior: chains on the CPU, whose step size finds the acceptance wanted. */
    private static void equilibrium(DataOutputStream out) throws IOException {
        BankSettings settings = AcceptanceArm.settings(Gradient.FP32, 2);
        int d = settings.model().parameters();
        double step = 0.001;
        float[] theta = new float[d];
        try (ReplicaBank bank = new CpuDevice().bank(settings)) {
            InitialState initial = new InitialState(settings.model(), Init.FAN_IN, 1);
            for (int s = 0; s < AcceptanceArm.CHAINS; s++) {
                initial.write(s, theta);
                bank.setParameters(s, theta);
            }
            bank.evaluate();
            Trace trace = new Trace(settings.block(), ITERATIONS_OF_ROUND, 0, d);
            for (int round = 0; round < ROUNDS; round++) {
                Advance plan = AcceptanceArm.plan(round * ITERATIONS_OF_ROUND, ITERATIONS_OF_ROUND, step);
                bank.advance(plan, trace);
                double accepted = Arrays.stream(trace.acceptance, 0, ITERATIONS_OF_ROUND * AcceptanceArm.CHAINS)
                        .average().orElseThrow();
                step *= Math.exp((round < ROUNDS / 2 ? 1 : 0.3) * (accepted - WANTED));
            }
            out.writeDouble(step);
            for (int s = 0; s < AcceptanceArm.CHAINS; s++) {
                bank.parameters(s, theta);
                for (float value : theta) {
                    out.writeFloat(value);
                }
            }
        }
    }

    /** The acceptance probabilities of an arm, in a process of its own. */
    private static double[] acceptances(Path states, Gradient gradient, Map<String, String> environment) {
        Processes.Ended ended = Processes.run(environment, List.of(Path.of(System.getProperty("java.home"), "bin",
                "java").toString(), "-cp", System.getProperty("java.class.path"), AcceptanceArm.class.getName(),
                states.toString(), gradient.name()));
        assertEquals(0, ended.exitCode(), ended.toString());
        return ended.out().lines().mapToDouble(Double::parseDouble).toArray();
    }

    private static String line(String name, double[] values, double[] against) {
        double[] difference = difference(values, against);
        return String.format(Locale.ROOT, "| %s | %.4f | %.4f | %s |%n", name, mean(values), error(values),
                values == against ? "- | -" : String.format(Locale.ROOT, "%.5f | %.5f", mean(difference),
                        error(difference)));
    }

    private static double[] difference(double[] a, double[] b) {
        double[] out = new double[a.length];
        Arrays.setAll(out, i -> a[i] - b[i]);
        return out;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double error(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1.0)
                / values.length);
    }
}
