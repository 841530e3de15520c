// Gradients of the log-prior [R][stride] of all slots' current states into job.outputs; a block per slot. Float32.
// CPU twin: kelvin.bank.cpu.LogPrior.gradient.
#include "transition.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS) prior_gradient(const __grid_constant__ Job job) {
    SHARED_MEMORY(shared);
    int slot = blockIdx.x, replica = job.replica_of[slot];
    const float* theta = job.theta + ((int64_t) job.current[replica] * job.slots + replica) * job.stride;
    prepare_prior(job, shared, theta);
    for (int i = threadIdx.x; i < job.parameters; i += blockDim.x) {
        job.outputs[(int64_t) slot * job.stride + i] = add_prior_gradient(job, layer_scales(shared), i, theta[i], 1, 0);
    }
}
