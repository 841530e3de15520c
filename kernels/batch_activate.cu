// Adds the biases to a hidden layer's products, a chunk's rows of each member, and activates them, in place; derivatives
// of silu beside. Grid: four units per thread, blocks dealt out to the members. Float32.
// CPU twin: kelvin.bank.cpu.NetworkPass.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_activate(const __grid_constant__ Job job) {
    Member member(job);
    Layer layer = job.layers[job.batch_layer];
    const float* biases = member.weights(job) + layer.weight_at + layer.in * layer.weight_stride;
    float* units = member.units(job);
    float* out = units + layer.unit_at;
    Activate activate{out, units + layer.slope_at, layer.unit_stride, job.activation};
    int across = quads(layer.out);
    for (int i = member.part * blockDim.x + threadIdx.x; i < job.batch_rows * across; i += member.parts * blockDim.x) {
        int row = i / across, unit = 4 * (i - row * across);
        float4 a = load4(out + (int64_t) row * layer.unit_stride + unit), b = load4(biases + unit);
        float sums[4] = {a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w};
        activate.store(sums, row, unit);
        for (int u = unit; activate.more() && u < unit + 4; u++) {
            activate.complete(row, u);
        }
    }
}
