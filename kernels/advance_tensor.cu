// Whole transitions of all slots, as advance_narrow, with gradients by tensor cores and positions on the lattice.
#include "advance.cuh"
#include "tensor_density.cuh"

extern "C" __global__ void __launch_bounds__(MAX_THREADS, 1) advance_tensor(const __grid_constant__ Job job) {
    advance<TensorCores>(job);
}
