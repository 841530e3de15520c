package kelvin.bank.cuda;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/** Work that the GPU does in order, and that can be collected into a graph which repeats it with one launch. */
final class CudaStream implements AutoCloseable {
    private final CUstream stream = new CUstream();
    private boolean open;

    /** In the current context; it waits for copies and they for it. */
    CudaStream() {
        Driver.done(JCudaDriver.cuStreamCreate(stream, 0), "CUDA stream");
        open = true;
    }

    CUstream handle() {
        return stream;
    }

    /** Work that was collected. */
    final class Graph implements AutoCloseable {
        private final CUgraphExec instance = new CUgraphExec();
        private boolean held;

        private Graph(CUgraph graph) {
            Driver.done(JCudaDriver.cuGraphInstantiate(instance, graph, 0), "CUDA graph");
            held = true;
        }

        /** Starts all of it. */
        void launch() {
            Driver.done(JCudaDriver.cuGraphLaunch(instance, stream), "launch of a CUDA graph");
        }

        @Override
        public void close() {
            if (held) {
                held = false;
                JCudaDriver.cuGraphExecDestroy(instance);
            }
        }
    }

    /** Collects the launches that work makes in this stream, with their arguments; none of them runs. */
    Graph capture(Runnable work) {
        Driver.done(JCudaDriver.cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED),
                "capture of a CUDA stream");
        CUgraph graph = new CUgraph();
        try {
            work.run();
        } finally {
            Driver.done(JCudaDriver.cuStreamEndCapture(stream, graph), "capture of a CUDA stream");
        }
        try {
            return new Graph(graph);
        } finally {
            JCudaDriver.cuGraphDestroy(graph);
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            JCudaDriver.cuStreamDestroy(stream);
        }
    }
}
