package kelvin.bank.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import kelvin.model.Activation;
import kelvin.model.Network;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    private static final GpuModel H100 = new GpuModel("NVIDIA H100 80GB HBM3", 132, 232448, 233472, 8);

    private static BatchPlan plan(int rows, int slots, int... sizes) {
        Network network = Network.of(Activation.SILU, sizes);
        return BatchPlan.of(network, network.parameters() + 1, rows, slots, H100);
    }

    @Test
    void aBatchFillsTheGpuAndNoMore() {
        // parts of 128 x 128 by 132 multiprocessors: 2 x 528 are eight full rounds of rows, 2 x 64 nearly one of weights;
        // 316 are 2.4, 632 are 4.8 rounds; 8 x 16 are nearly one
        assertEquals("cuBLAS, 6 chunks of 8448 rows, batches of 2", plan(50000, 4, 64, 1024, 1024, 1).description());
        assertEquals(2, plan(10000, 8, 784, 512, 512, 10).size());
        assertEquals(8, plan(1000, 64, 10, 256, 256, 1).size());
        assertEquals(4, plan(1000, 4, 10, 256, 256, 1).size());
    }

    @Test
    void chunksBoundMemoryAndHoldAllRows() {
        for (int width : new int[] {129, 256, 512, 1000, 1024, 4096}) {
            for (int rows : new int[] {1, 100, 1000, 50000, 1_000_000}) {
                BatchPlan plan = plan(rows, 64, 64, width, width, 1);
                assertTrue((long) plan.chunks() * plan.rows() >= rows, plan.toString());
                assertTrue((plan.chunks() - 1L) * plan.rows() < rows, plan + ": a chunk without rows");
                assertEquals(0, plan.rows() % plan.rowThreads());
                BatchLayout layout = new BatchLayout(plan.network(), plan.network().parameters() + 1, plan.rows());
                long bytes = 4L * plan.size() * layout.unitStride();
                assertTrue(bytes < 1L << 29, plan + ": " + bytes + " bytes of units");
                for (int l = 0; l < 3; l++) {
                    for (int at : List.of(layout.weightAt(l), layout.unitAt(l), layout.deltaAt(l), layout.stride(l))) {
                        assertEquals(0, at % 32, "not at 128 bytes");
                    }
                }
            }
        }
    }

    @Test
    void autoTakesTheFusedPathForNarrowLayersAlone() {
        Network narrow = Network.of(Activation.RELU, 10, 64, 64, 1);
        Network wide = Network.of(Activation.RELU, 10, 256, 256, 1);
        assertEquals(false, KernelChoice.AUTO.cublas(narrow, H100));
        assertEquals(true, KernelChoice.AUTO.cublas(wide, H100));
        assertEquals(true, KernelChoice.CUBLAS.cublas(narrow, H100));
        assertEquals(false, KernelChoice.FUSED.cublas(wide, H100));
        // within the width, but with too many inputs for a block's shared memory
        assertEquals(true, KernelChoice.AUTO.cublas(Network.of(Activation.RELU, 784, 100, 10), H100));
    }

    @Test
    void theForwarderHasAllThatJcublasAsksFor() throws Exception {
        List<String> listed = Files.readAllLines(Path.of("kernels/cublas/entries.txt")).stream()
                .filter(line -> !line.startsWith("#")).toList();
        assertEquals(494, listed.size());
        for (String used : List.of("cublasCreate_v2", "cublasDestroy_v2", "cublasSetStream_v2", "cublasSetWorkspace_v2",
                "cublasSetMathMode", "cublasGetVersion_v2", "cublasSgemmStridedBatched")) {
            assertTrue(listed.contains(used), used);
        }
    }
}
