// The swap round behind iteration n of a call, one thread per pair of neighbouring rungs of the block.
// CPU twins: kelvin.tempering.SwapSchedule and Swap, kelvin.bank.cpu.CpuBank.swaps.
#pragma once
#include "elementary.cuh"
#include "parameters.h"
#include "philox.cuh"

DEVICE bool swap_due(const Job& job, int n) {
    return job.total_rungs > 1 && (job.first_iteration + n + 1) % job.swap_every == 0;
}

// Tries slots `slot` and `slot + 1`, if they are a pair of this round.
DEVICE void try_swap(const Job& job, int n, int slot) {
    int64_t iteration = job.first_iteration + n;
    int local = slot % job.rungs, rung = job.first_rung + local;
    int parity = job.total_rungs == 2 ? 0 : (int) (((iteration + 1) / job.swap_every - 1) & 1);
    if (local + 1 >= job.rungs || (rung & 1) != parity) {
        return;
    }
    int a = load_shared_by_blocks(job.replica_of + slot), b = load_shared_by_blocks(job.replica_of + slot + 1);
    const double *here = job.coefficients + 2 * slot, *there = here + 2;
    double log_ratio = (here[0] - there[0]) * (load_shared_by_blocks(job.log_likelihood + b)
                    - load_shared_by_blocks(job.log_likelihood + a))
            + (here[1] - there[1]) * (load_shared_by_blocks(job.log_prior + b)
                    - load_shared_by_blocks(job.log_prior + a));
    if (log_ratio != log_ratio) {
        if (job.broken[slot] < 0 && job.broken[slot + 1] < 0) {  // else a transition came upon it before
            job.broken[slot] = iteration;
        }
        return;
    }
    double acceptance = exp_of(log_ratio < 0 ? log_ratio : 0.0);
    bool accepted = Stream(job.seed, PURPOSE_SWAP, job.global_slot[slot], iteration).uniform() < acceptance;
    if (accepted) {
        job.replica_of[slot] = b;
        job.replica_of[slot + 1] = a;
    }
    job.trace_swap_acceptance[(int64_t) n * job.slots + slot] = acceptance;
    job.trace_swapped[(int64_t) n * job.slots + slot] = accepted;
}
