// Sums the squares of layers' weights and biases, where their scales are learned: at the current state for step 0, else
// at the proposal. Grid: batch_square_parts parts of every layer of each member. Float64 sums [member][layer][2][part].
#include "batch.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_squares(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    Member member(job);
    if (member.slot(job) < 0) {
        return;
    }
    Trial trial = trial_of(job, member, shared);
    if (!moves(job, trial)) {
        return;
    }
    int parts = job.batch_square_parts, l = member.part / parts, part = member.part % parts;
    Layer layer = job.layers[l];
    const float* theta = (job.batch_step == 0 ? trial.theta : trial.proposal) + layer.weights;
    double sums[2] = {0, 0};
    for (int i = part * blockDim.x + threadIdx.x; i < (layer.in + 1) * layer.out; i += parts * blockDim.x) {
        sums[i < layer.in * layer.out ? 0 : 1] += (double) theta[i] * theta[i];
    }
    block_sums(sums, reinterpret_cast<double*>(shared));
    if (threadIdx.x == 0) {
        double* to = job.batch_squares + ((int64_t) member.index * job.layer_count + l) * 2 * parts + part;
        to[0] = sums[0];
        to[parts] = sums[1];
    }
}
