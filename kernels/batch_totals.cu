// Folds the sums of rows' terms of all chunks into the member's totals. Grid: a block for each member. Float64.
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_totals(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    double sums[2] = {0, 0};
    const double* from = job.batch_row_sums + (int64_t) member.index * 2 * job.batch_row_blocks;
    for (int b = threadIdx.x; b < job.batch_row_blocks; b += blockDim.x) {
        sums[0] += from[b];
        sums[1] += from[job.batch_row_blocks + b];
    }
    block_sums(sums, reinterpret_cast<double*>(shared));
    if (threadIdx.x == 0) {
        member.totals(job)[TOTAL_VALUE] = sums[0];
        member.totals(job)[TOTAL_SLOPE] = sums[1];
    }
}
