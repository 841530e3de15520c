// The log-likelihood of one replica and its gradient, by a team. The order of every sum follows from the job's tiles and
// segments alone: neither the team's size nor its place in the grid changes a bit.
#pragma once
#include "likelihood.cuh"
#include "network.cuh"
#include "prior.cuh"
#include "team.cuh"

// This block's share of the segments: raw sums and, if wanted, gradients of segments to the team's scratch. Theta is in
// device memory and was visible to the team before; the results are after the team's next barrier. Prepares the prior.
template <bool WIDE> DEVICE void evaluate_segments(const Job& job, const Team& team, unsigned char* shared,
        const float* theta, const Noise& noise, bool gradient) {
    float* memory = reinterpret_cast<float*>(shared);
    load_parameters(job, memory, theta);
    for (int s = team.rank; s < job.segments; s += team.size) {
        float* partial = job.partial + ((int64_t) team.id * job.segments + s) * job.partial_stride;
        int first = (int) ((int64_t) s * job.tiles / job.segments);
        int end = (int) ((int64_t) (s + 1) * job.tiles / job.segments);
        RawSums raw = {0, 0};
        for (int tile = first; tile < end; tile++) {
            load_inputs(job, memory, tile);
            __syncthreads();
            forward_pass<WIDE>(job, memory);
            add_rows(job, memory, tile, noise, raw);
            __syncthreads();
            if (gradient) {
                backward_pass<WIDE>(job, memory, partial, tile == first);
            }
        }
        double sums[2] = {raw.value, raw.slope};
        block_sums(sums, reinterpret_cast<double*>(shared));
        if (threadIdx.x == 0) {
            double* to = job.partial_energy + 2 * (int64_t) team.id * job.segments + s;
            to[0] = sums[0];
            to[job.segments] = sums[1];
        }
    }
    prepare_prior(job, shared, theta);
}

// The sums over all rows, behind the barrier after evaluate_segments.
DEVICE RawSums raw_sums(const Job& job, const Team& team) {
    const double* from = job.partial_energy + 2 * (int64_t) team.id * job.segments;
    return RawSums{tree_sum(from, job.segments, 1), tree_sum(from + job.segments, job.segments, 1)};
}

// Element i of the gradient of the log-likelihood, behind the barrier after evaluate_segments.
DEVICE float gradient_element(const Job& job, const Team& team, int i, const RawSums& raw, double log_scale) {
    if (i >= job.network_parameters) {
        return i == job.noise_at ? log_noise_gradient(job, raw, log_scale) : 0;
    }
    return tree_sum(job.partial + (int64_t) team.id * job.segments * job.partial_stride + job.partial_place[i],
            job.segments, job.partial_stride);
}
