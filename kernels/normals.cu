// Normals 0 to job.parameters - 1 of the stream (job.seed, PROPOSAL, job.first_rung as slot, job.first_iteration) into
// job.outputs: nothing but a check that device and host make the same bits. CPU twin: kelvin.random.Stream.normals.
#include "parameters.h"
#include "philox.cuh"

extern "C" __global__ void normals(const __grid_constant__ Job job) {
    Stream stream(job.seed, PURPOSE_PROPOSAL, job.first_rung, job.first_iteration);
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < job.parameters) {
        job.outputs[i] = normal(stream, i);
    }
}
