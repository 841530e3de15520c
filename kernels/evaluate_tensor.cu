// Energies of all replicas in float32, and gradients by tensor cores.
#include "evaluate.cuh"
#include "tensor_density.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS, 1) evaluate_tensor(const __grid_constant__ Job job) {
    evaluate<TensorCores>(job);
}
