// Terms of the log-likelihood of a chunk's rows, a row per thread: biases to the last layer's products, terms summed by
// blocks of rows, outputs replaced by the derivatives by them. Terms float32, sums float64 [member][2][batch_row_blocks].
// Grid: blocks of the chunk's rows of each member. CPU twins: kelvin.bank.cpu.GaussianRows and its like.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_rows(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    Layer last = job.layers[job.layer_count - 1];
    Noise noise(job, member.own(job));
    int r = member.part * blockDim.x + threadIdx.x, row = job.batch_chunk * job.batch_rows + r;
    float* f = member.units(job) + last.unit_at + (int64_t) r * last.unit_stride;
    const float* biases = member.weights(job) + last.weight_at + last.in * last.weight_stride;
    RawSums raw = {0, 0};
    bool real = row < job.rows;
    for (int j = 0; j < last.out; j++) {
        f[j] = real ? f[j] + biases[j] : 0;
    }
    if (real) {
        add_row(job, f, job.y + (int64_t) row * job.targets, noise, raw);
    }
    double sums[2] = {raw.value, raw.slope};
    block_sums(sums, reinterpret_cast<double*>(shared));
    if (threadIdx.x == 0) {
        double* to = job.batch_row_sums + (int64_t) member.index * 2 * job.batch_row_blocks
                + job.batch_chunk * member.parts + member.part;
        to[0] = sums[0];
        to[job.batch_row_blocks] = sums[1];
    }
}
