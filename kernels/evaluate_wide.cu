// Energies and gradients of all replicas, for networks with layers wider than 32.
#include "evaluate.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS, 1) evaluate_wide(const __grid_constant__ Job job) {
    evaluate<Float32<true>>(job);
}
