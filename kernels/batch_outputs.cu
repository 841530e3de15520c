// The network's outputs of a chunk's rows [rows][outputs]: biases to the last layer's products. Grid: one output per
// thread. CPU twin: kelvin.bank.cpu.CpuPredictor.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_outputs(const __grid_constant__ Job job) {
    Member member(job);
    Layer last = job.layers[job.layer_count - 1];
    const float* biases = member.weights(job) + last.weight_at + last.in * last.weight_stride;
    const float* f = member.units(job) + last.unit_at;
    int first = job.batch_chunk * job.batch_rows, rows = min(job.batch_rows, job.rows - first);
    for (int i = member.part * blockDim.x + threadIdx.x; i < rows * last.out; i += member.parts * blockDim.x) {
        int r = i / last.out, j = i - r * last.out;
        job.outputs[(int64_t) first * last.out + i] = f[(int64_t) r * last.unit_stride + j] + biases[j];
    }
}
