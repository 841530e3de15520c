// The log-likelihood of one replica and its gradient, by a team. The order of every sum follows from the job's tiles and
// segments alone: neither the team's size nor its place in the grid changes a bit.
#pragma once
#include "likelihood.cuh"
#include "network.cuh"
#include "prior.cuh"
#include "team.cuh"

// Which raw sums of an evaluation: of the log-likelihood, and those that belong to the gradient.
constexpr int RAW_OF_ENERGY = 0, RAW_OF_GRADIENT_ALONE = 1;

// This block's share of the segments: pass(tile, gradient of the segment so far, whether it is its first tile, raw sums)
// for each tile. What it makes of raw sums goes to the team's scratch, for after the team's next barrier.
template <class Pass>
DEVICE void over_segments(const Job& job, const Team& team, unsigned char* shared, int which, Pass pass) {
    for (int s = team.rank; s < job.segments; s += team.size) {
        float* partial = job.partial + ((int64_t) team.id * job.segments + s) * job.partial_stride;
        int first = (int) ((int64_t) s * job.tiles / job.segments);
        int end = (int) ((int64_t) (s + 1) * job.tiles / job.segments);
        RawSums raw = {0, 0};
        for (int tile = first; tile < end; tile++) {
            pass(tile, partial, tile == first, raw);
        }
        double sums[2] = {raw.value, raw.slope};
        block_sums(sums, reinterpret_cast<double*>(shared));
        if (threadIdx.x == 0) {
            double* to = job.partial_energy + (4 * (int64_t) team.id + 2 * which) * job.segments + s;
            to[0] = sums[0];
            to[job.segments] = sums[1];
        }
    }
}

// Raw sums and, if wanted, gradients of this block's segments by float32 units. Theta is in device memory and was visible
// to the team before.
template <bool WIDE> DEVICE void evaluate_segments(const Job& job, const Team& team, unsigned char* shared,
        const float* theta, const Noise& noise, bool gradient) {
    float* memory = reinterpret_cast<float*>(shared);
    load_parameters(job, memory, theta);
    over_segments(job, team, shared, RAW_OF_ENERGY, [&](int tile, float* partial, bool first, RawSums& raw) {
        Layer last = job.layers[job.layer_count - 1];
        load_inputs(job, memory, tile);
        __syncthreads();
        forward_pass<WIDE>(job, memory);
        add_rows(job, memory + last.unit_at, last.unit_stride, tile, noise, raw);
        __syncthreads();
        if (gradient) {
            backward_pass<WIDE>(job, memory, partial, first);
        }
    });
}

// Energies and gradients by float32 units.
template <bool WIDE> struct Float32 {
    static constexpr int RAW_OF_GRADIENT = RAW_OF_ENERGY;

    DEVICE static void evaluate(const Job& job, const Team& team, unsigned char* shared, const float* theta,
            const Noise& noise, bool) {
        evaluate_segments<WIDE>(job, team, shared, theta, noise, job.gradients);
        prepare_prior(job, shared, theta);
    }
};

// The sums over all rows, behind the barrier after an evaluation.
DEVICE RawSums raw_sums(const Job& job, const Team& team, int which) {
    const double* from = job.partial_energy + (4 * (int64_t) team.id + 2 * which) * job.segments;
    return RawSums{tree_sum(from, job.segments, 1), tree_sum(from + job.segments, job.segments, 1)};
}

// Element i of the gradient of the log-likelihood, behind the barrier after an evaluation.
DEVICE float gradient_element(const Job& job, const Team& team, int i, const RawSums& raw, double log_scale) {
    if (i >= job.network_parameters) {
        return i == job.noise_at ? log_noise_gradient(job, raw, log_scale) : 0;
    }
    return tree_sum(job.partial + (int64_t) team.id * job.segments * job.partial_stride + job.partial_place[i],
            job.segments, job.partial_stride);
}
