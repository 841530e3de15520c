// Float64 sums over the threads of a block in a fixed tree.
#pragma once
#include "portable.cuh"

constexpr int MAX_THREADS = 256;
constexpr int MOST_SUMS = 3;
constexpr int REDUCE_BYTES = MAX_THREADS / 32 * MOST_SUMS * sizeof(double);

// The sums of N numbers over all threads, to all threads. Scratch: REDUCE_BYTES of shared memory.
template <int N> DEVICE void block_sums(double (&sums)[N], double* scratch) {
    static_assert(N <= MOST_SUMS, "more sums than scratch");
    sum_over_lanes(sums, 32);
    int warp = threadIdx.x / 32, warps = blockDim.x / 32;
    __syncthreads();  // an earlier call's readers are done
    if (threadIdx.x % 32 == 0) {
        UNROLL for (int n = 0; n < N; n++) {
            scratch[N * warp + n] = sums[n];
        }
    }
    __syncthreads();
    UNROLL for (int n = 0; n < N; n++) {
        sums[n] = 0;
        for (int w = 0; w < warps; w++) {
            sums[n] += scratch[N * w + n];
        }
    }
}

// The sum of n = 1, 2, 4, ..., 64 numbers in a balanced tree.
template <int N> struct Tree {
    template <class T> DEVICE static T sum(const T* p, int64_t step) {
        return Tree<N / 2>::sum(p, step) + Tree<N / 2>::sum(p + N / 2 * step, step);
    }
};
template <> struct Tree<1> {
    template <class T> DEVICE static T sum(const T* p, int64_t) { return load_shared_by_blocks(p); }
};
template <class T> DEVICE T tree_sum(const T* p, int n, int64_t step) {
    switch (n) {
        case 1: return Tree<1>::sum(p, step);
        case 2: return Tree<2>::sum(p, step);
        case 4: return Tree<4>::sum(p, step);
        case 8: return Tree<8>::sum(p, step);
        case 16: return Tree<16>::sum(p, step);
        case 32: return Tree<32>::sum(p, step);
        default: return Tree<64>::sum(p, step);
    }
}
