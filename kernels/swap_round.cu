// One swap round behind the last iteration of a job, where advance was not launched cooperatively.
// Grid: a thread per slot, the colder of a pair. Float64.
#include "swap_round.cuh"

extern "C" __global__ void swap_round(const __grid_constant__ Job job) {
    int slot = blockIdx.x * blockDim.x + threadIdx.x;
    if (slot < job.slots) {
        try_swap(job, job.iterations - 1, slot);
    }
}
