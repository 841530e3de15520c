package kelvin.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import kelvin.bank.cpu.CpuDevice;
import kelvin.model.Activation;
import kelvin.model.DataSet;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Network;
import kelvin.model.Prior;
import kelvin.model.ReferenceDensity;
import kelvin.random.Purpose;
import kelvin.random.Stream;

class OutputTracesTest {
    private static final Model MODEL = new Model(Network.of(Activation.TANH, 2, 3, 2), new Likelihood.Gaussian(1),
            new Prior(Prior.Kind.NORMAL, 1));
    private static final int D = MODEL.parameters();
    private static final int ROWS = 120;

    @Test
    void theyAreTheNetworksOutputsAtEvenlySpreadRows() {
        float[] z = new float[2 * ROWS];
        new Stream(1).at(Purpose.DATA, 0, 0).normals(z, 0, z.length);
        double[] x = new double[2 * ROWS];
        for (int i = 0; i < x.length; i++) {
            x[i] = z[i];
        }
        DataSet data = new DataSet(List.of("a", "b"), List.of("u", "v"), x, new double[2 * ROWS]);
        float[][][] draws = new float[3][7][D];
        DrawSource source = source(draws);
        double[][][] traces = OutputTraces.of(MODEL, data, source, new CpuDevice(), 1);
        assertEquals(2 * OutputTraces.MOST_ROWS, traces.length);
        ReferenceDensity reference = new ReferenceDensity(MODEL, data);
        for (int chain = 0; chain < 3; chain++) {
            for (int draw = 0; draw < 7; draw++) {
                double[] theta = new double[D];
                for (int p = 0; p < D; p++) {
                    theta[p] = draws[chain][draw][p];
                }
                double[] all = new double[2 * ROWS];
                reference.outputs(theta, all);
                for (int i = 0; i < OutputTraces.MOST_ROWS; i++) {
                    int row = i * ROWS / OutputTraces.MOST_ROWS;
                    assertEquals(all[2 * row], traces[2 * i][chain][draw], 1e-5);
                    assertEquals(all[2 * row + 1], traces[2 * i + 1][chain][draw], 1e-5);
                }
            }
        }
    }

    private static DrawSource source(float[][][] draws) {
        for (int chain = 0; chain < draws.length; chain++) {
            for (int draw = 0; draw < draws[0].length; draw++) {
                new Stream(2).at(Purpose.INITIAL, chain, draw).normals(draws[chain][draw], 0, D);
            }
        }
        return new DrawSource() {
            @Override
            public int chains() {
                return draws.length;
            }

            @Override
            public int draws() {
                return draws[0].length;
            }

            @Override
            public void read(int chain, int firstDraw, int count, float[] theta) {
                for (int i = 0; i < count; i++) {
                    System.arraycopy(draws[chain][firstDraw + i], 0, theta, i * D, D);
                }
            }
        };
    }
}
