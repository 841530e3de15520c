// Energies and gradients of all replicas, for networks no layer of which is wider than 32.
// Grid: as advance_narrow, teams over replicas. CPU twin: kelvin.bank.cpu.CpuBank.evaluate.
#include "evaluate.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS, 2) evaluate_narrow(const __grid_constant__ Job job) {
    evaluate<Float32<false>>(job);
}
