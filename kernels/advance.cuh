// Iterations of all slots, in one launch as far as no swap round across blocks of the grid is due.
#pragma once
#include "iterate.cuh"
#include "swap_round.cuh"

template <class Units> DEVICE void advance(const Job& job) {
    SHARED_MEMORY(shared);
    Team team(job);
    for (int from = 0; from < job.iterations;) {
        int to = from + 1;
        while (to < job.iterations && !(job.swap_inside && swap_due(job, to - 1))) {
            to++;
        }
        for (int slot = team.id; slot < job.slots; slot += team.teams) {
            for (int n = from; n < to; n++) {
                iterate<Units>(job, team, slot, n, shared);
            }
        }
        if (job.swap_inside && swap_due(job, to - 1)) {
            team.grid_barrier(job);
            for (int slot = blockIdx.x * blockDim.x + threadIdx.x; slot < job.slots; slot += gridDim.x * blockDim.x) {
                try_swap(job, to - 1, slot);
            }
            team.grid_barrier(job);
        }
        from = to;
    }
}
