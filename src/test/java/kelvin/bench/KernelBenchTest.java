package kelvin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import kelvin.bank.cuda.KernelChoice;
import kelvin.bank.cuda.StandIn;
import kelvin.model.Activation;
import kelvin.model.Likelihood;
import kelvin.model.Network;
import org.junit.jupiter.api.Test;

class KernelBenchTest {
    private static KernelBench.Result result(int width, double fused, double cublas) {
        return new KernelBench.Result(setting(width, 1000), fused, cublas);
    }

    private static GradientBench.Setting setting(int width, int rows) {
        return new GradientBench.Setting(GradientBench.Work.GRADIENT, Network.of(Activation.RELU, 16, width, width, 1),
                new Likelihood.Gaussian(0.1), rows, 2, 1);
    }

    @Test
    void theCrossoverIsTheWidestLayerUpToWhichTheFusedPathWinsThroughout() {
        assertEquals(64, KernelBench.crossover(List.of(result(32, 1, 2), result(64, 1, 1), result(64, 1, 1.5),
                result(96, 1, 2), result(96, 3, 2), result(128, 1, 2))));
        assertEquals(0, KernelBench.crossover(List.of(result(32, 2, 1), result(64, 1, 2))));
        // what does not fit does not win
        assertEquals(32, KernelBench.crossover(List.of(result(32, 1, 2), result(256, Double.NaN, 2))));
    }

    @Test
    void bothPathsAreMeasuredWhereTheyCan() {
        KernelBench bench = new KernelBench(StandIn.device(KernelChoice.FUSED), StandIn.device(KernelChoice.CUBLAS));
        KernelBench.Result narrow = bench.run(setting(8, 16));
        assertTrue(narrow.fusedMilliseconds() > 0 && narrow.cublasMilliseconds() > 0, narrow.toString());
        KernelBench.Result wide = bench.run(setting(300, 16));
        assertTrue(Double.isNaN(wide.fusedMilliseconds()) && wide.cublasMilliseconds() > 0, wide.toString());
    }
}
