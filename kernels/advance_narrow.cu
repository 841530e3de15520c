// Whole transitions of all slots: for each slot and iteration, proposal, trajectory, decision (transition.cuh).
// For networks no layer of which is wider than 32: small register tiles, more blocks on a multiprocessor.
//
// Grid: teams of job.team_blocks blocks; team t takes slots t, t + teams, .... Float32; energies float64.
// CPU twin: kelvin.bank.cpu.CpuBank.advance.
#include "advance.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS, 2) advance_narrow(const __grid_constant__ Job job) {
    advance<Float32<false>>(job);
}
