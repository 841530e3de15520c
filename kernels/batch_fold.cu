// Folds the sums of a chunk's derivatives into the gradient of the biases. Grid: a block for 32 units of all layers, of
// each member. Float64 within a chunk, float32 from chunk to chunk, like the gradient of the weights.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_fold(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    double* scratch = reinterpret_cast<double*>(shared);
    Member member(job);
    int lane = threadIdx.x % 32, group = threadIdx.x / 32, groups = blockDim.x / 32;
    int column = member.part * 32 + lane, blocks = job.batch_rows / MASK_ROWS;
    int l = job.layer_count - 1;
    while (column < job.layers[l].bias_at) {
        l--;
    }
    Layer layer = job.layers[l];
    int unit = column - layer.bias_at;
    double sum = 0;
    if (unit < layer.out) {
        const float* from = job.batch_column_sums + (int64_t) member.index * blocks * job.batch_columns + column;
        for (int b = group; b < blocks; b += groups) {
            sum += from[(int64_t) b * job.batch_columns];
        }
    }
    scratch[threadIdx.x] = sum;
    __syncthreads();
    if (group == 0 && unit < layer.out) {
        for (int g = 1; g < groups; g++) {
            sum += scratch[32 * g + lane];
        }
        float* to = job.batch_gradient + (int64_t) member.index * job.batch_weight_stride + layer.weight_at
                + layer.in * layer.weight_stride + unit;
        *to = job.batch_chunk == 0 ? (float) sum : *to + (float) sum;
    }
}
