// CUDA on a CPU, for tests: one fibre per CUDA thread, all blocks of a cluster (or of a cooperative grid) alive at once.
//
// What it checks beyond results: shared memory starts as NaN; fibres run in a shuffled order, so that a missing barrier
// shows; a barrier that not all threads reach is a deadlock, and reported as one. What it does not model: weak memory
// ordering, bank conflicts, time.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>

#define DEVICE inline
#define UNROLL
#define NO_UNROLL
#define UNROLL_BY_TWO
#define UNROLL_BY_FOUR
#define __global__
#define __launch_bounds__(...)
#define __grid_constant__
#define SHARED_MEMORY(name) unsigned char* name = emulation::shared_memory()

struct alignas(16) float4 { float x, y, z, w; };
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
struct alignas(8) float2 { float x, y; };
inline float2 make_float2(float x, float y) { return {x, y}; }
inline int min(int a, int b) { return a < b ? a : b; }

namespace emulation {
struct Index { unsigned x; };

// A launch: `body` runs once for every thread.
struct Launch {
    unsigned blocks, threads, gang;  // gang: blocks that live together
    size_t shared_bytes;
    std::function<void()> body;
};

// Runs a launch to its end. Returns what went wrong, or null.
const char* run(const Launch& launch);

// Seed of the order in which fibres run; 0 for the natural one.
void set_order(unsigned seed);

// Leaves out a barrier, "file:line", everywhere it is executed; the empty string for none.
void leave_out(const char* site);

// Calls back with the "file:line" of every barrier that was executed since the start of the process.
void for_barriers(const std::function<void(const char*)>& callback);

Index thread_index();
Index block_index();
Index block_size();
Index grid_size();
unsigned char* shared_memory();
int site(const char* file, int line);
void block_barrier(int site);
void cluster_barrier();
void pause();

// Room of this lane for a collective of its warp, and the meeting: the last lane to come runs `combine(room of lane 0,
// bytes between lanes)`.
void* lane_room();
void meet_warp(const std::function<void(unsigned char*, size_t)>& combine);
}

#define threadIdx (emulation::thread_index())
#define blockIdx (emulation::block_index())
#define blockDim (emulation::block_size())
#define gridDim (emulation::grid_size())
#define __syncthreads() \
    do { static const int site_ = emulation::site(__FILE__, __LINE__); emulation::block_barrier(site_); } while (0)

template <class T> DEVICE T load_shared_by_blocks(const T* p) { return *p; }
DEVICE void cluster_barrier() { emulation::cluster_barrier(); }

DEVICE void arrive_and_wait(unsigned* counter, unsigned blocks) {
    unsigned target = ((*counter)++ / blocks + 1) * blocks;
    while ((int) (*(volatile unsigned*) counter - target) < 0) {
        emulation::pause();
    }
}

template <class T, int N> inline void sum_over_lanes(T (&values)[N], int lanes) {
    std::memcpy(emulation::lane_room(), values, sizeof(values));
    emulation::meet_warp([lanes](unsigned char* rooms, size_t step) {
        for (int offset = 16; offset >= 32 / lanes; offset >>= 1) {
            for (int lane = 0; lane < 32; lane++) {
                if (lane & offset) {
                    continue;
                }
                T* a = reinterpret_cast<T*>(rooms + lane * step);
                T* b = reinterpret_cast<T*>(rooms + (lane + offset) * step);
                for (int i = 0; i < N; i++) {
                    a[i] = b[i] = a[i] + b[i];
                }
            }
        }
    });
    std::memcpy(values, emulation::lane_room(), sizeof(values));
}

template <class To, class From> DEVICE To bits_as(From from) { To to; std::memcpy(&to, &from, sizeof(to)); return to; }
DEVICE float bits_to_float(uint32_t u) { return bits_as<float>(u); }
DEVICE uint32_t float_to_bits(float f) { return bits_as<uint32_t>(f); }
DEVICE double bits_to_double(uint64_t u) { return bits_as<double>(u); }
DEVICE uint64_t double_to_bits(double d) { return bits_as<uint64_t>(d); }
