// The log-likelihood of one replica and its gradient, by a team. The order of every sum follows from the job's tiles and
// segments alone: neither the team's size nor its place in the grid changes a bit.
#pragma once
#include "likelihood.cuh"
#include "network.cuh"
#include "reduce.cuh"
#include "team.cuh"

// This block's share of the segments: raw sums and, if wanted, gradients of segments to the team's scratch. Theta is in
// device memory and was visible to the team before; the results are after the team's next barrier.
template <bool WIDE> DEVICE void evaluate_segments(const Job& job, const Team& team, unsigned char* shared,
        const float* theta, bool gradient) {
    double* scratch = reinterpret_cast<double*>(shared);
    float* memory = reinterpret_cast<float*>(shared);
    float precision = (float) exp_of(-2.0 * log_noise(job, theta));
    load_parameters(job, memory, theta);
    for (int s = team.rank; s < job.segments; s += team.size) {
        float* partial = job.partial + ((int64_t) team.id * job.segments + s) * job.stride;
        int first = (int) ((int64_t) s * job.tiles / job.segments);
        int end = (int) ((int64_t) (s + 1) * job.tiles / job.segments);
        double sum = 0, unused = 0;
        for (int tile = first; tile < end; tile++) {
            load_inputs(job, memory, tile);
            __syncthreads();
            forward_pass<WIDE>(job, memory);
            row_terms(job, memory, tile, precision, sum);
            __syncthreads();
            if (gradient) {
                backward_pass<WIDE>(job, memory, partial, tile == first);
            }
        }
        block_sums(sum, unused, scratch);
        if (threadIdx.x == 0) {
            job.partial_energy[(int64_t) team.id * job.segments + s] = sum;
        }
    }
}

// The raw sum over all rows, behind the barrier after evaluate_segments.
DEVICE double raw_sum(const Job& job, const Team& team) {
    return tree_sum(job.partial_energy + (int64_t) team.id * job.segments, job.segments, 1);
}

// Element i of the gradient of the log-likelihood, behind the barrier after evaluate_segments.
DEVICE float gradient_element(const Job& job, const Team& team, int i, double raw, double log_sigma) {
    if (i >= job.network_parameters) {
        return log_noise_gradient(job, raw, log_sigma);
    }
    return tree_sum(job.partial + (int64_t) team.id * job.segments * job.stride + i, job.segments, job.stride);
}
