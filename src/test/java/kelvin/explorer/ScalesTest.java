package kelvin.explorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.tempering.Coefficients;
import kelvin.tempering.SwapSchedule;

class ScalesTest {
    private static final int SHARP = 3000;

    /** y = w1 x1 + w2 x2 + b, x1 a hundred times larger than x2: curvatures X'X / noise^2 far apart. */
    private static ReplicaBank bank(int slots) {
        double[] x = new double[2 * 40];
        double[] y = new double[40];
        for (int r = 0; r < 40; r++) {
            x[2 * r] = Math.sin(r + 1.0);
            x[2 * r + 1] = 0.01 * Math.cos(3.0 * r);
            y[r] = 0.3 * x[2 * r];
        }
        Model model = new Model(Network.of(Activation.RELU, 2, 1), new Likelihood.Gaussian(0.1),
                new Prior(Prior.Kind.NORMAL, 2));
        return new CpuDevice().bank(new BankSettings(model, new DataSet(List.of("a", "b"), List.of("y"), x, y), 5,
                SlotBlock.whole(1, slots), true, 1));
    }

    @Test
    void areHalfWayBetweenThePriorAndTheCurvature() throws IOException {
        List<Coefficients> coefficients = List.of(new Coefficients(1, 1), new Coefficients(0.25, 1));
        try (ReplicaBank bank = bank(2)) {
            for (int s = 0; s < 2; s++) {
                bank.setParameters(s, new float[] {0.3f, 0, 0});
            }
            bank.evaluate();
            Scales scales = new Scales(bank);
            Trace trace = new Trace(bank.settings().block(), 1, 0, 3);
            for (int t = 0; t < SHARP; t++) {
                bank.advance(new Advance(t, 1, new Transition.Hmc(1), coefficients, new double[] {0.01, 0.02},
                        new int[] {40, 40}, new SwapSchedule(1000000, 2), Advance.Draws.NONE), trace);
                scales.update(new double[] {1, 0.25});
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            scales.save(1, new DataOutputStream(bytes));
            Scales restored = new Scales(bank);
            restored.restore(1, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            for (Scales one : List.of(scales, restored)) {
                one.settle(new double[] {1, 1});
            }
            assertArrayEquals(scales.of(1), restored.of(1));
            double square = 0;
            for (int r = 0; r < 40; r++) {
                square += Math.sin(r + 1.0) * Math.sin(r + 1.0);
            }
            for (int s = 0; s < 2; s++) {
                double a = coefficients.get(s).likelihood();
                // the likelihood's gradient at equilibrium has the variance a H less what the prior holds back
                double curvature = 1 + 4 * a * square / 0.01;
                assertEquals(2 / Math.pow(curvature, 0.25), scales.of(s)[0], 0.1 * scales.of(s)[0]);
                assertTrue(scales.of(s)[1] > 1.6 && scales.of(s)[1] <= 2, "hardly known by the data: " + scales.of(s)[1]);
            }
        }
    }

    /** More parameters than are saved at once. */
    @Test
    void goOnAfterARestoreWhateverTheirNumber() throws IOException {
        DataSet rows = new DataSet(List.of("a"), List.of("y"), new double[] {1, 2, 3}, new double[] {1, 3, 2});
        Model model = new Model(Network.of(Activation.TANH, 1, 7000, 1), new Likelihood.Gaussian(0.1),
                new Prior(Prior.Kind.NORMAL, 1));
        try (ReplicaBank bank = new CpuDevice().bank(new BankSettings(model, rows, 5, SlotBlock.whole(1, 1), true, 1))) {
            float[] theta = new float[model.parameters()];
            for (int i = 0; i < theta.length; i++) {
                theta[i] = (float) Math.sin(i);
            }
            bank.setParameters(0, theta);
            bank.evaluate();
            Scales scales = new Scales(bank);
            for (int step = 0; step < 4; step++) {
                byte[] saved = saved(scales);
                Scales restored = new Scales(bank);
                restored.restore(0, new DataInputStream(new ByteArrayInputStream(saved)));
                assertArrayEquals(saved, saved(restored));
                assertTrue(saved.length <= scales.bytes());
                if (step == 2) {
                    scales.settle(new double[] {1});
                } else {
                    scales.update(new double[] {1});
                }
            }
            assertTrue(scales.of(0)[model.parameters() - 1] != 1, "the last parameter's is not the one it starts with");
        }
    }

    private static byte[] saved(Scales scales) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        scales.save(0, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void stayAsTheyAreWithoutIterations() {
        try (ReplicaBank bank = bank(1)) {
            Scales scales = new Scales(bank);
            scales.settle(new double[] {1});
            assertArrayEquals(new float[] {1, 1, 1}, scales.of(0));
        }
    }
}
