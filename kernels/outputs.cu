// The network's outputs [rows][outputs] for the parameters at job.theta; one block per tile of rows at a time.
// CPU twin: kelvin.bank.cpu.CpuPredictor.
#include "network.cuh"
#include "reduce.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS, 1) outputs(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    float* memory = reinterpret_cast<float*>(shared);
    Layer last = job.layers[job.layer_count - 1];
    load_parameters(job, memory, job.theta);
    for (int tile = blockIdx.x; tile < job.tiles; tile += gridDim.x) {
        load_inputs(job, memory, tile);
        __syncthreads();
        forward_pass<true>(job, memory);
        int rows = min(job.tile, job.rows - tile * job.tile);
        float* to = job.outputs + (int64_t) tile * job.tile * last.out;
        for (int i = threadIdx.x; i < rows * last.out; i += blockDim.x) {
            to[i] = memory[last.unit_at + i / last.out * last.unit_stride + i % last.out];
        }  // the next tile's outputs come behind its first barrier
    }
}
