// Gradients by tensor cores, energies by float32 units: what is compared in an acceptance or a swap is as accurate as ever,
// and errors of the gradient cost acceptance alone (docs/mathematics.md).
#pragma once
#include "density.cuh"
#include "tensor_network.cuh"

struct TensorCores {
    static constexpr int RAW_OF_GRADIENT = RAW_OF_GRADIENT_ALONE;

    // The gradient, and the energy too if wanted. Theta is in device memory and was visible to the team before.
    DEVICE static void evaluate(const Job& job, const Team& team, unsigned char* shared, const float* theta,
            const Noise& noise, bool energy) {
        float* memory = reinterpret_cast<float*>(shared);
        load_split_parameters(job, memory, theta);
        over_segments(job, team, shared, RAW_OF_GRADIENT_ALONE, [&](int tile, float* partial, bool first, RawSums& raw) {
            load_split_inputs(job, memory, tile);
            __syncthreads();
            split_forward_pass(job, memory);
            add_rows(job, memory + job.outputs_at, job.outputs_stride, tile, noise, raw);
            __syncthreads();
            split_backward_pass(job, memory, partial, first);
        });
        if (energy) {
            __syncthreads();  // all are done with what lies where the float32 numbers go
            evaluate_segments<true>(job, team, shared, theta, noise, false);
        }
        prepare_prior(job, shared, theta);
    }
};
