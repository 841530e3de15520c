package kelvin.bank.cuda;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Gradient;
import kelvin.bank.Problems;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Prior;
import kelvin.tempering.Coefficients;
import kelvin.tempering.SwapSchedule;

/** Prints acceptance probabilities of trajectories from given states, with one way to compute gradients. */
public final class AcceptanceArm {
    static final int CHAINS = 16;
    static final int STEPS = 30;
    static final int ROWS = 1000;
    static final double NOISE = 0.1;
    static final Model MODEL = Problems.model(Activation.TANH, new Likelihood.Gaussian(NOISE),
            new Prior(Prior.Kind.NORMAL, 1), 5, 16, 16, 1);
    private static final int TRAJECTORIES = 3;

    private AcceptanceArm() {
    }

    /** Arguments: a file of states, and the gradient. */
    public static void main(String[] arguments) throws IOException {
        int d = MODEL.parameters();
        float[][] states = new float[CHAINS][d];
        double step;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(Path.of(arguments[0])))) {
            step = in.readDouble();
            for (float[] state : states) {
                for (int i = 0; i < d; i++) {
                    state[i] = in.readFloat();
                }
            }
        }
        BankSettings settings = settings(Gradient.valueOf(arguments[1]), 1);
        try (ReplicaBank bank = StandIn.device(KernelChoice.AUTO).bank(settings)) {
            Trace trace = new Trace(settings.block(), 1, 0, d);
            for (int n = 0; n < TRAJECTORIES; n++) {
                for (int s = 0; s < CHAINS; s++) {
                    bank.setParameters(s, states[s]);
                }
                bank.evaluate();
                bank.advance(plan(1_000_000 + n, 1, step), trace);
                for (int s = 0; s < CHAINS; s++) {
                    System.out.println(trace.acceptance[s]);
                }
            }
        }
    }

    static BankSettings settings(Gradient gradient, int threads) {
        return new BankSettings(MODEL, data(), 8, SlotBlock.whole(CHAINS, 1), true, gradient, threads);
    }

    static Advance plan(long first, int iterations, double step) {
        double[] steps = new double[CHAINS];
        Arrays.fill(steps, step);
        int[] leapfrog = new int[CHAINS];
        Arrays.fill(leapfrog, STEPS);
        return new Advance(first, iterations, new Transition.Hmc(0), List.of(new Coefficients(1, 1)), steps, leapfrog,
                new SwapSchedule(1, 1), Advance.Draws.NONE);
    }

    private static DataSet data() {
        Random random = new Random(12);
        double[] x = new double[5 * ROWS];
        double[] y = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            for (int j = 0; j < 5; j++) {
                x[5 * r + j] = random.nextGaussian();
            }
            y[r] = Math.sin(x[5 * r]) + 0.5 * x[5 * r + 1] * x[5 * r + 2] + NOISE * random.nextGaussian();
        }
        return new DataSet(List.of("a", "b", "c", "d", "e"), List.of("y"), x, y);
    }
}
