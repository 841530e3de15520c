// The few things that differ between nvcc and the emulation on a CPU (emulation/emulation.h).
//
// Everything is compiled without contraction (-fmad=false, -ffp-contract=off): where a product and a sum are to be
// rounded once, the code says fmaf. So device and emulation perform the same IEEE 754 operations and give the same bits.
#pragma once
#include <cstdint>

#ifdef KELVIN_EMULATION
#include "emulation/emulation.h"
#else

#define DEVICE __device__ __forceinline__
// Dynamic shared memory, 16-byte aligned.
#define SHARED_MEMORY(name) extern __shared__ __align__(16) unsigned char name[]
#define UNROLL _Pragma("unroll")
#define NO_UNROLL _Pragma("unroll 1")
#define UNROLL_BY_TWO _Pragma("unroll 2")
#define UNROLL_BY_FOUR _Pragma("unroll 4")

// What other blocks wrote is read past the first-level cache, which is not coherent.
template <class T> DEVICE T load_shared_by_blocks(const T* p) { return __ldcg(p); }

// Sums over the lanes of a warp whose numbers differ in the upper bits alone: 16, 8, ..., 32 / lanes. All get the sum.
template <class T, int N> DEVICE void sum_over_lanes(T (&values)[N], int lanes) {
    for (int offset = 16; offset >= 32 / lanes; offset >>= 1) {
        UNROLL for (int i = 0; i < N; i++) {
            values[i] += __shfl_xor_sync(~0u, values[i], offset);
        }
    }
}

#if __CUDA_ARCH__ >= 900
DEVICE void cluster_barrier() {
    asm volatile("barrier.cluster.arrive.release.aligned;\nbarrier.cluster.wait.acquire.aligned;" ::: "memory");
}
DEVICE int cluster_blocks() { int n; asm volatile("mov.u32 %0, %%cluster_nctaid.x;" : "=r"(n)); return n; }
#else
DEVICE void cluster_barrier() { __syncthreads(); }
DEVICE int cluster_blocks() { return 1; }
#endif

// Arrival at a barrier among blocks that are all resident (a cooperative launch); for one thread of each block.
DEVICE void arrive_and_wait(unsigned* counter, unsigned blocks) {
    __threadfence();
    unsigned target = (atomicAdd(counter, 1u) / blocks + 1) * blocks;
    unsigned now;
    do {
        asm volatile("ld.acquire.gpu.global.u32 %0, [%1];" : "=r"(now) : "l"(counter) : "memory");
    } while (int(now - target) < 0);
    __threadfence();
}

DEVICE float bits_to_float(uint32_t u) { return __uint_as_float(u); }
DEVICE uint32_t float_to_bits(float f) { return __float_as_uint(f); }
DEVICE double bits_to_double(uint64_t u) { return __longlong_as_double((long long) u); }
DEVICE uint64_t double_to_bits(double d) { return (uint64_t) __double_as_longlong(d); }
#endif

DEVICE float4 load4(const float* p) { return *reinterpret_cast<const float4*>(p); }
DEVICE void store4(float* p, float4 v) { *reinterpret_cast<float4*>(p) = v; }

// One float, or four that are 16-byte aligned, in registers.
DEVICE void load(float (&to)[1], const float* p) { to[0] = *p; }
DEVICE void load(float (&to)[4], const float* p) {
    float4 v = load4(p);
    to[0] = v.x, to[1] = v.y, to[2] = v.z, to[3] = v.w;
}
DEVICE void store(float* p, const float (&from)[1]) { *p = from[0]; }
DEVICE void store(float* p, const float (&from)[4]) { store4(p, make_float4(from[0], from[1], from[2], from[3])); }
