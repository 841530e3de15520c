// What the kernels of the cuBLAS path share. A batch of replicas, its members, is evaluated at once: cuBLAS multiplies
// their packed weights by chunks of rows, and small kernels do what lies between the products. All blocks of a grid are
// dealt out to the members evenly. A member's sums over parameters and rows are first taken by pieces and blocks of rows,
// whose number follows from the problem alone, and then folded in a fixed order.
#pragma once
#include "isokinetic.cuh"

constexpr int PIECE_TASKS = 1024;   // tasks of transition.cuh in a piece: 4096 parameters
constexpr int MASK_ROWS = 32;        // whose derivatives batch_mask sums
constexpr int FORCE_SUMS = 0, ENERGY_SUMS = 3, PIECE_SUMS = 5;  // of a piece: three of a kick, then kinetic and prior energy
constexpr int TOTAL_VALUE = 0, TOTAL_SLOPE = 1, TOTAL_GAINED = 2, TOTALS = 3;  // of a member: RawSums, energy gained

// The member of the batch that a block works for, and which of the member's blocks it is.
struct Member {
    int parts, index, part;

    DEVICE explicit Member(const Job& job)
        : parts(gridDim.x / job.batch_size), index(blockIdx.x / parts), part(blockIdx.x % parts) {}

    // Its slot, or -1 where there are fewer than the batch takes.
    DEVICE int slot(const Job& job) const { return job.batch_slots[index]; }

    DEVICE float* weights(const Job& job) const { return job.batch_weights + (int64_t) index * job.batch_weight_stride; }
    DEVICE float* units(const Job& job) const { return job.batch_units + job.batch_unit_stride * index; }
    DEVICE double* piece_sums(const Job& job) const {
        return job.batch_piece_sums + (int64_t) index * PIECE_SUMS * job.batch_pieces;
    }
    DEVICE double* totals(const Job& job) const { return job.batch_totals + index * TOTALS; }
    DEVICE RawSums raw(const Job& job) const { return RawSums{totals(job)[TOTAL_VALUE], totals(job)[TOTAL_SLOPE]}; }
    // The likelihood's own parameters, packed behind the weights, at the places they have in theta.
    DEVICE const float* own(const Job& job) const { return weights(job) + job.batch_own_at - job.network_parameters; }
};

DEVICE Trial trial_of(const Job& job, const Member& member, unsigned char* shared) {
    return Trial(job, member.index, member.slot(job), job.first_iteration, shared);
}

// Whether a trial still moves at the job's step; step 0 is its beginning.
DEVICE bool moves(const Job& job, const Trial& trial) {
    return job.batch_step == 0 || job.batch_step <= evaluations(job, trial);
}

#define FOR_TASKS_OF_PIECE(job, member) \
    for (int task = member.part * PIECE_TASKS + threadIdx.x; \
            task < min((member.part + 1) * PIECE_TASKS, normal_blocks(job.parameters)); task += blockDim.x)

// Where parameter i is among the packed weights: layer after layer, rows of layer.weight_stride, biases as the last row.
DEVICE int packed(const Job& job, int i) {
    if (i >= job.network_parameters) {
        return job.batch_own_at + (i - job.network_parameters);
    }
    Layer layer = job.layers[layer_of(job, i)];
    int k = (i - layer.weights) / layer.out;
    return layer.weight_at + k * layer.weight_stride + (i - layer.weights - k * layer.out);
}

// Element i of the gradient of the log-likelihood at the parameters that were evaluated last.
DEVICE float batch_gradient(const Job& job, const Member& member, int i, double log_scale) {
    if (i >= job.network_parameters) {
        return i == job.noise_at ? log_noise_gradient(job, member.raw(job), log_scale) : 0;
    }
    return job.batch_gradient[(int64_t) member.index * job.batch_weight_stride + packed(job, i)];
}

// Sums of a piece, from all threads of its block, to memory.
template <int N> DEVICE void store_sums(const Job& job, const Member& member, int at, double (&sums)[N], double* scratch) {
    block_sums(sums, scratch);
    if (threadIdx.x == 0) {
        UNROLL for (int n = 0; n < N; n++) {
            member.piece_sums(job)[(at + n) * job.batch_pieces + member.part] = sums[n];
        }
    }
}

// The sums over all pieces, to all threads.
template <int N> DEVICE void fold_sums(const Job& job, const Member& member, int at, double (&sums)[N], double* scratch) {
    UNROLL for (int n = 0; n < N; n++) {
        sums[n] = 0;
        for (int p = threadIdx.x; p < job.batch_pieces; p += blockDim.x) {
            sums[n] += member.piece_sums(job)[(at + n) * job.batch_pieces + p];
        }
    }
    block_sums(sums, scratch);
}

// Works out the layers' scales from the squares that batch_squares summed at theta; twin of prepare_prior.
DEVICE void prepare_batch_prior(const Job& job, const Member& member, unsigned char* shared, const float* theta) {
    for (int l = 0; hierarchical(job) && l < job.layer_count; l++) {
        if (threadIdx.x == 0) {
            const double* from = job.batch_squares + ((int64_t) member.index * job.layer_count + l) * 2 * job.batch_square_parts;
            set_layer_scale(job, layer_scales(shared)[l], l, theta, tree_sum(from, job.batch_square_parts, 1),
                    tree_sum(from + job.batch_square_parts, job.batch_square_parts, 1));
        }
        __syncthreads();
    }
}
