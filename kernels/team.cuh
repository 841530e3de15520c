// The blocks that work on one replica together: one block, a cluster, or blocks of a cooperative launch. A team takes
// replicas one after another, its blocks share the row segments and, between two evaluations, the parameters.
#pragma once
#include "parameters.h"
#include "portable.cuh"

constexpr int TEAM_CLUSTER = 0;      // one block is a cluster too
constexpr int TEAM_COOPERATIVE = 1;  // all blocks of the grid are resident

struct Team {
    int size, rank, id, teams;
    bool cooperative;
    unsigned* counter;

    DEVICE explicit Team(const Job& job)
        : size(job.team_blocks), rank(blockIdx.x % job.team_blocks), id(blockIdx.x / job.team_blocks),
          teams(gridDim.x / job.team_blocks), cooperative(job.team_kind == TEAM_COOPERATIVE),
          counter(job.barrier + blockIdx.x / job.team_blocks) {}

    // What any thread of the team wrote before is visible to all of it behind. For all threads.
    DEVICE void barrier() const {
        if (size == 1) {
            __syncthreads();
        } else if (cooperative) {
            wait_for_blocks(counter, size);
        } else {
            cluster_barrier();
        }
    }

    // The same for the whole grid of a cooperative launch.
    DEVICE void grid_barrier(const Job& job) const { wait_for_blocks(job.barrier + teams, gridDim.x); }

    DEVICE static void wait_for_blocks(unsigned* of, unsigned blocks) {
        __syncthreads();
        if (threadIdx.x == 0) {
            arrive_and_wait(of, blocks);
        }
        __syncthreads();
    }
};
